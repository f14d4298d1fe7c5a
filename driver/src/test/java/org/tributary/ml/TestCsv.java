package org.tributary.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small table of numbers, text and gaps. */
final class TestCsv {
  private TestCsv() {}

  /** Writes a table whose classes follow from its columns, and returns its path. */
  static String write(Path directory) {
    List<String> lines = new ArrayList<>();
    lines.add("size,shape,kind");
    for (int i = 0; i < 120; i++) {
      String size = i % 11 == 0 ? "" : String.valueOf((i * 7 % 40) / 10.0);
      String shape = i % 13 == 0 ? "" : i % 2 == 0 ? "round" : "flat";
      lines.add(size + "," + shape + "," + (i % 2 == 0 ? "red" : "blue"));
    }
    try {
      return Files.write(directory.resolve("table.csv"), lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
