package org.tributary.core.gemm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints the BLAS of its JVM, and then all files that are mapped into it to be executed. */
final class LoadedMain {
  private LoadedMain() {}

  public static void main(String[] args) throws IOException {
    BlasMain.main(args);
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
      mapped
          .filter(line -> line.contains("r-xp") && line.contains("/"))
          .map(line -> "loaded: " + line.substring(line.indexOf('/')))
          .forEach(System.out::println);
    }
  }
}
