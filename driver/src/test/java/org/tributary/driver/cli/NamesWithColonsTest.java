package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hadoop takes the part of a name before a colon for the scheme of a URI. */
class NamesWithColonsTest {
  @TempDir private Path directory;
  private Path model;

  @BeforeEach
  void train() {
    Path data = TinyJobs.halves(directory.resolve("day-10:30.csv"));
    model = directory.resolve("model:10:30");
    CommandResult.of(
            "train",
            "data.path=" + data,
            "data.label=kind",
            "train.preset=plain",
            "train.epochs=1",
            "output.model=" + model)
        .well();
  }

  private void evaluate(Path data, String... settings) {
    String[] start = {"evaluate", model.toString(), data.toString()};
    CommandResult ran =
        CommandResult.of(
            Stream.concat(Stream.of(start), Stream.of(settings)).toArray(String[]::new));
    assertThat(ran.well().out()).contains("weighted average", "  200\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void predictionsCanBeReadBack(String format) throws IOException {
    Path predictions = directory.resolve("out:" + format);
    String[] command = {
      "predict",
      model.toString(),
      directory + "/day-10:30.csv",
      predictions.toString(),
      "--format",
      format
    };
    CommandResult.of(command).well();

    Path one = directory.resolve("only:one." + format);
    try (Stream<Path> parts = Files.list(predictions)) {
      Files.copy(
          parts
              .filter(part -> part.getFileName().toString().matches("part-.*" + format))
              .findFirst()
              .orElseThrow(),
          one);
    }
    CommandResult ran = CommandResult.of("evaluate", model.toString(), one.toString());
    assertThat(ran.well().out()).contains("rows");
  }

  @Test
  void directoryIsRead() throws IOException {
    Path days = Files.createDirectory(directory.resolve("days:"));
    Files.move(directory.resolve("day-10:30.csv"), days.resolve("10:30.csv"));

    evaluate(days, "data.format=csv");
    evaluate(days.resolve("*0:3*.csv"));
  }

  @Test
  void linesOfLibsvmAreRead() {
    Path data = TinyJobs.write(directory.resolve("a:b.libsvm"), "1 1:1 2:2\n2 1:-1\n1 2:3\n");
    CommandResult ran =
        CommandResult.of(
            "train", "data.path=" + data, "train.epochs=1", "output.model=" + directory + "/svm");
    assertThat(ran.well().out()).contains("3 training rows");
  }
}
