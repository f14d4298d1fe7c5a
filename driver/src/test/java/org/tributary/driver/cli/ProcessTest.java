package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in separate processes, with the logging configuration of the launcher. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTest {
  @TempDir private Path directory;
  private Path job;

  @BeforeEach
  void writeJob() {
    job =
        TinyJobs.job(
            TinyJobs.halves(directory.resolve("halves.csv")),
            "data.label = kind",
            "data.holdout.fraction = 0.25");
  }

  private Process start(List<String> options, String... args) throws IOException {
    return new ProcessBuilder(MainProcess.command(options, args))
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private CommandResult run(String... args) throws IOException, InterruptedException {
    int code = start(List.of(), args).waitFor();
    return new CommandResult(code, text("out"), text("err"));
  }

  private String text(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  @Test
  void trainingSaysNothingOnStandardErrorThatNobodyWatches() throws Exception {
    // Trains until the line search finds no improvement, where breeze logs an error.
    CommandResult ran = run("train", job.toString(), "train.epochs=2000", "train.l2=1").well();
    assertThat(ran.out()).contains("Model: " + directory.resolve("model"));
    assertThat(ran.out()).doesNotContain("\u001b", "\r");
  }

  @Test
  void matrixProductsThatCannotBeHadAreRefusedBeforeSparkStarts() throws Exception {
    Process train = start(List.of("-Dtributary.blas=bundled"), "train", job.toString());
    assertThat(train.waitFor()).isEqualTo(ExitCode.USAGE.code());
    assertThat(text("err").lines())
        .containsExactly(
            "Invalid tributary.blas: bundled (expected onednn, openblas, system or java)");
  }

  @Test
  void invalidConfigurationOfHadoopIsRefusedInOneLineThatNamesItsFile() throws Exception {
    Path file = directory.resolve("hadoop/core-site.xml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<configuration><property>");
    Process train =
        start(List.of("-Xbootclasspath/a:" + file.getParent()), "train", job.toString());
    assertThat(train.waitFor()).isEqualTo(ExitCode.USAGE.code());
    assertThat(text("err").lines().filter(line -> !line.contains("ERROR Configuration")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("Cannot read the configuration of Hadoop: ")
        .contains(file.toString(), "correct the file");
  }

  @Test
  void kryoMayAskThatEveryClassIsRegistered() throws Exception {
    String kryo = "spark.serializer=org.apache.spark.serializer.KryoSerializer";
    String required = "spark.kryo.registrationRequired=true";
    run(
            "train",
            job.toString(),
            "train.strategy.name=local-steps",
            "train.strategy.batch=16",
            "train.optimizer.name=adam",
            "train.aggregation.mode=sharded",
            "train.aggregation.merge=executor",
            kryo,
            required)
        .well();
    Path model = directory.resolve("model");
    Path data = directory.resolve("halves.csv");
    Path predictions = directory.resolve("predictions");
    run("predict", model.toString(), data.toString(), predictions.toString(), kryo, required)
        .well();
  }

  @Test
  void mistakeEndsTheProcessWithItsCodeAndOneLine() throws Exception {
    CommandResult ran = run("train", job.toString(), "data.label=kin");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("no column kin").hasLineCount(1);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void interruptedTrainingEndsQuietlyWithoutAModel() throws Exception {
    Process process =
        new ProcessBuilder(
                MainProcess.command(
                    List.of("-Dtributary.terminal=true"),
                    "train",
                    job.toString(),
                    "train.epochs=1000000",
                    "train.optimizer.name=gradient-descent"))
            .redirectError(directory.resolve("err").toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      // The header of the learning curve and its first line.
      Stream<String> lines = out.lines();
      assertThat(lines.filter(line -> line.contains("epoch")).findFirst()).isPresent();
      process.toHandle().destroy(); // process.destroy() would close the stream
      out.lines().forEach(line -> {});
    }
    assertThat(process.waitFor()).isEqualTo(128 + 15); // ended by SIGTERM
    assertThat(text("err")).endsWith("\r\u001b[2K").doesNotContain("Exception", "ERROR", "Cannot");
    assertThat(directory.resolve("model")).doesNotExist();
  }
}
