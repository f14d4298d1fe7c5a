package org.tributary.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Generates the float64 classes that differ from a float32 class in the type alone.
 *
 * <p>The float32 class is the source, and both are checked in. After a change to it run, from the
 * root of the project,
 *
 * <pre>
 *   java worker-core/src/test/java/org/tributary/core/DoubleTwins.java
 * </pre>
 *
 * <p>{@code DoubleTwinsTest} fails as long as a twin is not what this class makes of its source.
 * Lines grow by a character for each type: where the formatter would break a line of the twin,
 * break or shorten it in the source.
 */
final class DoubleTwins {

  /**
   * A pair of classes.
   *
   * @param folder of both, below the sources of this module
   * @param source name of the float32 class
   * @param constants literals of the source with those of the twin
   */
  record Twin(String folder, String source, Map<String, String> constants) {

    /** Returns the name of the float64 class. */
    String name() {
      return source.replace("Float", "Double");
    }

    /** Returns the text that the float64 class has to have. */
    String generate(Path sources) throws IOException {
      String text = Files.readString(sources.resolve(folder).resolve(source + ".java"));
      for (Map.Entry<String, String> constant : constants.entrySet()) {
        if (!text.contains(constant.getKey())) {
          throw new IllegalStateException(
              "Cannot generate %s: %s has no %s".formatted(name(), source, constant.getKey()));
        }
        text = text.replace(constant.getKey(), constant.getValue());
      }
      String twin =
          text.replaceAll("\\((float|double)\\) ", "")
              .replaceAll("\\bfloat(s?)\\b", "double$1")
              .replace("float32", "float64")
              .replace("FLOAT32", "FLOAT64")
              .replace("Float", "Double")
              .replace("sgemm", "dgemm");
      return "// Generated from %s.java by DoubleTwins: edit that file and run it again.\n"
              .formatted(source)
          + twin;
    }

    /** Returns the text that the float64 class has. */
    String written(Path sources) throws IOException {
      return Files.readString(file(sources));
    }

    /** Writes the float64 class. */
    void write(Path sources) throws IOException {
      Files.writeString(file(sources), generate(sources));
    }

    private Path file(Path sources) {
      return sources.resolve(folder).resolve(name() + ".java");
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static final List<Twin> TWINS =
      List.of(
          new Twin("gemm", "PlainFloatGemm", Map.of()),
          new Twin("gemm", "NativeFloatGemm", Map.of()),
          new Twin("kernel", "FloatKernel", Map.of("1e-30f", "1e-290", "1e38f", "1e308")),
          new Twin("kernel", "FloatMasks", Map.of()),
          new Twin("kernel", "FloatOutputs", Map.of()),
          new Twin("kernel", "FloatRow", Map.of()),
          new Twin("kernel", "FloatSparse", Map.of()));

  private DoubleTwins() {}

  /** Returns the folder of the sources, below a module's own folder. */
  static Path sources(Path module) {
    return module.resolve("src/main/java/org/tributary/core");
  }

  public static void main(String[] args) throws IOException {
    for (Twin twin : TWINS) {
      twin.write(sources(Path.of("worker-core")));
    }
  }
}
