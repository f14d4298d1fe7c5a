package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
  @TempDir private Path directory;
  private Path data;
  private Path job;
  private Path model;

  @BeforeEach
  void writeJob() {
    data = TinyJobs.halves(directory.resolve("halves.csv"));
    job = TinyJobs.job(data, "data { label = kind, holdout.fraction = 0.25, blockRows = 16 }");
    model = directory.resolve("model");
  }

  private CommandResult verify(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "verify";
    all[1] = model.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandResult.of(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.optimizer.name=lbfgs",
        "train.optimizer.name=adam train.dropout=0.2 train.strategy.name=mini-batch"
            + " train.strategy.batch=16 train.stop.patience=3 train.temperature=true",
        "train.optimizer.name=adam train.strategy.name=local-steps data.partitions=3",
        "train.optimizer.name=adam train.stop.timeBudget=1ns",
        "train.preset=table train.epochs=3 data.validation.fraction=0.2",
      })
  void modelIsReproducedFromWhatItHolds(String settings) {
    String[] arguments = ("train " + job + " " + settings).split(" ");
    CommandResult.of(arguments).well();
    CommandResult verified = verify("data.partitions=2").well();
    assertThat(verified.out())
        .contains("Reproduced: epochs 1 to ")
        .contains(" have the bits that data, settings and seed give (")
        .contains(" hashes), and so has the model.");
  }

  @Test
  void dataThatChangedIsNotReproduced() throws IOException {
    CommandResult.of("train", job.toString()).well();
    StringBuilder more = new StringBuilder(Files.readString(data));
    for (int i = 0; i < 12; i++) {
      more.append("1.%d,-2.5,yes\n".formatted(i));
    }
    Files.writeString(data, more);
    CommandResult verified = verify();
    assertThat(verified.code()).isEqualTo(ExitCode.NOT_REPRODUCED.code());
    assertThat(verified.err())
        .startsWith(
            "Not reproduced: epochs 1 to 30 of " + model + ": the hash of the parameters of")
        .contains("The model was trained on 1");
  }

  @Test
  void partIsRepeatedFromACheckpoint() {
    Path checkpoints = directory.resolve("checkpoints");
    CommandResult.of(
            "train",
            job.toString(),
            "train.optimizer.name=adam",
            "train.epochs=40",
            "checkpoint.path=" + checkpoints,
            "checkpoint.every=1",
            "checkpoint.keep=1000")
        .well();
    String from = "--from=" + checkpoints;
    assertThat(verify(from, "--epochs=1000").err())
        .contains("Invalid --epochs: 1000 (expected B or A-B, epochs from 1 to 40)");
    // The latest checkpoint is that of the end: no epoch is left.
    assertThat(verify(from).code()).isEqualTo(ExitCode.USAGE.code());
    // The run of a few epochs may be written in fewer checkpoints than it has epochs.
    assertThat(verify("--epochs=40").well().out()).contains("Reproduced: epochs 1 to 40");
    CommandResult none = verify(from, "--epochs=1-40");
    assertThat(none.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(none.err()).contains("none is sound and before epoch 1").hasLineCount(1);
    CommandResult part = verify(from, "--epochs=40-40").well();
    assertThat(part.out()).contains("Reproduced: epochs ").contains(" to 40 of ");
  }

  @Test
  void checkpointOfAnotherTrainingIsRefused() {
    CommandResult.of("train", job.toString(), "train.optimizer.name=adam").well();
    Path checkpoints = directory.resolve("checkpoints");
    CommandResult.of(
            "train",
            job.toString(),
            "train.optimizer.name=adam",
            "train.seed=9",
            "output.model=" + directory.resolve("other"),
            "checkpoint.path=" + checkpoints)
        .well();
    CommandResult refused = verify("--from=" + checkpoints);
    assertThat(refused.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(refused.err()).contains("it is a checkpoint of another training").hasLineCount(1);
  }
}
