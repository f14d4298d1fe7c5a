package org.tributary.bench.peers;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The images of Fashion-MNIST, and the lines that the peers' programs print. */
final class Fashion {
  static final int PIXELS = 784;

  final float[][] images;
  final int[] classes;

  private Fashion(float[][] images, int[] classes) {
    this.images = images;
    this.classes = classes;
  }

  /** Reads pixels in [0, 1] and classes of a part, {@code train} or {@code t10k}. */
  static Fashion read(String directory, String part) throws IOException {
    byte[] pixels = bytes(Path.of(directory, part + "-images-idx3-ubyte.gz"), 16);
    byte[] labels = bytes(Path.of(directory, part + "-labels-idx1-ubyte.gz"), 8);
    float[][] images = new float[labels.length][PIXELS];
    int[] classes = new int[labels.length];
    for (int r = 0; r < labels.length; r++) {
      classes[r] = labels[r];
      for (int j = 0; j < PIXELS; j++) {
        images[r][j] = (pixels[r * PIXELS + j] & 0xff) / 255f;
      }
    }
    return new Fashion(images, classes);
  }

  private static byte[] bytes(Path file, int header) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      new DataInputStream(in).skipNBytes(header);
      return in.readAllBytes();
    }
  }

  /** Prints a measure as a line of JSON. */
  static void tell(String system, String work, String measure, double... values) {
    StringBuilder list = new StringBuilder();
    for (double value : values) {
      list.append(list.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%.9g", value));
    }
    System.out.printf(
        "{\"system\": \"%s\", \"work\": \"%s\", \"measure\": \"%s\", \"values\": [%s]}%n",
        system, work, measure, list);
  }
}
