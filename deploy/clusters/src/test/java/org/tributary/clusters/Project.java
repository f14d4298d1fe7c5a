package org.tributary.clusters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the build has what a user would install. */
final class Project {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  static final Path LAUNCHER = ROOT.resolve("deploy/bin/tributary");
  static final Path SUBMIT = ROOT.resolve("deploy/bin/tributary-submit");
  static final Path JAR = ROOT.resolve("deploy/target/lib/tributary.jar");
  static final Path DIGITS = ROOT.resolve("conf/data/digits.csv");

  private Project() {}

  /** Returns a home for Spark: the jars of a distribution, and stand-ins for its scripts. */
  static Path sparkHome() {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(
          "Cannot test on clusters: %s is not there; run mvn -B -DskipTests package"
              .formatted(JAR));
    }
    Path home = Path.of("target/spark-home").toAbsolutePath();
    Path bin = home.resolve("bin");
    try {
      if (!Files.exists(bin)) {
        Files.createSymbolicLink(bin, ROOT.resolve("deploy/test/spark-home/bin"));
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the jars of a directory of the build's target, separated. */
  static String jars(String directory, String separator) {
    try (Stream<Path> files = Files.list(Path.of("target", directory))) {
      return files
          .map(file -> file.toAbsolutePath().toString())
          .sorted()
          .collect(Collectors.joining(separator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
