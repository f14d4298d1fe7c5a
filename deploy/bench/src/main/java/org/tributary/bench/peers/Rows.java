package org.tributary.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows to train on or to measure with.
 *
 * @param numbers inputs, row-major
 * @param classes the class of each row
 * @param columns inputs of a row
 * @param outputs number of classes
 */
record Rows(float[] numbers, int[] classes, int columns, int outputs) {

  /** Returns a part of Fashion-MNIST, {@code train} or {@code t10k}. */
  static Rows ofFashion(String directory, String part) throws IOException {
    Fashion fashion = Fashion.read(directory, part);
    float[] flat = new float[fashion.classes.length * Fashion.PIXELS];
    for (int r = 0; r < fashion.classes.length; r++) {
      System.arraycopy(fashion.images[r], 0, flat, r * Fashion.PIXELS, Fashion.PIXELS);
    }
    return new Rows(flat, fashion.classes, Fashion.PIXELS, 10);
  }

  /** Returns a part of what {@code letters.py} writes, {@code train} or {@code test}. */
  static Rows ofLetters(String directory, String part) throws IOException {
    float[][] rows = numbers(directory, part);
    float[][] training = numbers(directory, "train");
    int columns = training[0].length - 1;
    float[] flat = new float[rows.length * columns];
    int[] classes = new int[rows.length];
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : training) {
        sum += row[j];
        squares += row[j] * row[j];
      }
      double mean = sum / training.length;
      double deviation = Math.sqrt(squares / training.length - mean * mean);
      for (int r = 0; r < rows.length; r++) {
        flat[r * columns + j] = (float) ((rows[r][j] - mean) / deviation);
        classes[r] = (int) rows[r][columns];
      }
    }
    return new Rows(flat, classes, columns, 26);
  }

  private static float[][] numbers(String directory, String part) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(directory, part + ".csv"));
    return lines.stream().skip(1).map(Rows::numbers).toArray(float[][]::new);
  }

  private static float[] numbers(String line) {
    String[] cells = line.split(",");
    float[] numbers = new float[cells.length];
    for (int j = 0; j < cells.length - 1; j++) {
      numbers[j] = Float.parseFloat(cells[j]);
    }
    numbers[cells.length - 1] = cells[cells.length - 1].charAt(0) - 'A';
    return numbers;
  }
}
