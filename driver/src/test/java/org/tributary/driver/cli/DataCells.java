package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the cells of data formats are made: files, and a training on them. */
final class DataCells {
  private DataCells() {}

  /** Writes files, and returns what {@code data.path} is. */
  @FunctionalInterface
  interface Input {
    Path in(Path directory) throws IOException;
  }

  /** Data that a reader refuses. */
  static BadInput of(
      InputReader reader, FaultKind fault, Input input, List<String> settings, String... words) {
    return BadInput.of(
        reader,
        fault,
        ExitCode.DATA,
        directory -> InSession.train(training(reader, input.in(directory), directory, settings)),
        words);
  }

  /** A file with a text that its reader refuses. */
  static BadInput text(
      InputReader reader, FaultKind fault, String name, String text, String... words) {
    return bytes(reader, fault, name, text.getBytes(StandardCharsets.UTF_8), words);
  }

  /** A file with bytes that its reader refuses. */
  static BadInput bytes(
      InputReader reader, FaultKind fault, String name, byte[] bytes, String... words) {
    return of(
        reader, fault, directory -> Files.write(directory.resolve(name), bytes), List.of(), words);
  }

  /** A path where there is no file. */
  static BadInput missing(InputReader reader, String name) {
    return of(
        reader,
        FaultKind.MISSING,
        directory -> directory.resolve(name),
        List.of(),
        name,
        "no such file");
  }

  /** A path that leads through a file. */
  static BadInput belowAFile(InputReader reader, String name) {
    return of(
        reader,
        FaultKind.NOT_PERMITTED,
        directory -> Files.writeString(directory.resolve("file"), "").resolve(name),
        List.of(),
        "file/" + name);
  }

  /** Returns the settings of a training on data. */
  static List<String> training(
      InputReader reader, Path data, Path directory, List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.path=" + data,
                "train.epochs=1",
                "train.preset=plain",
                "network.hidden=[2]",
                "output.model=" + directory.resolve(BadInput.OUTPUT)));
    switch (reader) {
      case IDX -> {
        all.add("data.format=idx");
        all.add("data.idx.labels=" + directory.resolve("labels-idx1-ubyte"));
      }
      case LIBSVM -> all.add("data.format=libsvm");
      case CSV, JSON, PARQUET, ORC, AVRO -> all.add("data.label=kind");
      case CONFIGURATION,
          COMMAND_LINE,
          SCORE_CSV,
          SCORE_JSON,
          MODEL,
          WEIGHTS,
          CHECKPOINT,
          REGISTRY ->
          throw new IllegalArgumentException(reader + " reads no training data");
    }
    all.addAll(settings);
    return all;
  }
}
