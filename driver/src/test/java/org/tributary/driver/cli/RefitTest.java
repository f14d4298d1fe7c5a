package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The second training, on the validation rows as well. */
class RefitTest {
  @TempDir private Path directory;
  private Path job;

  @BeforeEach
  void writeJob() {
    Path data = TinyJobs.halves(directory.resolve("halves.csv"));
    job =
        TinyJobs.job(
            data,
            "data { label = kind, holdout.fraction = 0.25, blockRows = 16 }",
            "train { preset = table, epochs = 15 }",
            "output.existing = replace");
  }

  private CommandResult train(String... settings) {
    List<String> line = new ArrayList<>(List.of("train", job.toString(), "--json"));
    line.addAll(List.of(settings));
    return CommandResult.of(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.split.by=row",
        "data.split.by=class",
        "train.strategy.name=local-steps",
        "train.samples=600",
        "data.partitions=3"
      })
  void bothSetsAreTrainedOnUpToTheBestEpochAndTheModelIsReproduced(String setting) {
    CommandResult trained = train(setting).well();
    int epochs = trained.json().get("epochs").asInt();

    assertThat(trained.out())
        .contains(
            String.format(
                Locale.ROOT,
                "Epoch %d is the best on the validation set (accuracy %.4f, loss %.4f):"
                    + " training again on all ",
                epochs,
                trained.json().get("validationScore").asDouble(),
                trained.json().get("validationLoss").asDouble()));
    assertThat(trained.json().get("rowsValidated").asInt()).isPositive();
    assertThat(
            trained.json().get("rowsTrained").asInt() + trained.json().get("rowsHeldOut").asInt())
        .isEqualTo(200);
    assertThat(trained.json().get("stopReason").asText()).isIn("epoch", "epochs");
    assertThat(CommandResult.of("verify", directory.resolve("model").toString()).well().out())
        .contains("Reproduced: epochs 1 to %d ".formatted(epochs));
  }

  @Test
  void withoutAHoldOutSetTheReportHasTheScoreOnTheValidationSet() {
    CommandResult trained = train("data.holdout.fraction=0").well();

    assertThat(trained.out())
        .containsPattern(
            "On the \\d+ validation rows, which chose epoch \\d+: accuracy \\d.*, loss \\d")
        .contains("The job has no hold-out set.");
  }

  @Test
  void withoutTheSecondTrainingAJobOfAPathAndALabelIsTrainedByThePresetAsWell() {
    CommandResult trained =
        CommandResult.of(
                "train",
                "data.path=" + directory.resolve("halves.csv"),
                "data.label=kind",
                "output.model=" + directory.resolve("model"),
                "train.stop.refit=0",
                "--json")
            .well();

    assertThat(trained.out()).doesNotContain("training again");
    assertThat(trained.json().get("rowsValidated").asInt()).isPositive();
  }

  @Test
  void aRunWithCheckpointsEndsWithTheSameModelHoweverOftenItIsResumed() {
    String checkpoints = "checkpoint.path=" + directory.resolve("checkpoints");
    double loss = train(checkpoints).well().json().get("trainingLoss").asDouble();

    CommandResult resumed = train(checkpoints).well();

    assertThat(resumed.out()).contains("Resumed after ").contains("training again on");
    assertThat(resumed.json().get("trainingLoss").asDouble()).isEqualTo(loss);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.stop.refit=100",
        "train.stop.refit=0",
        "train.threshold=f1",
        "train.temperature=true",
        "train.stop.timeBudget=1h"
      })
  void aTrainingIsTheOnlyOneWhereAnotherWouldNotBeLikeIt(String setting) {
    CommandResult trained = train(setting).well();

    assertThat(trained.out()).doesNotContain("training again");
    assertThat(trained.json().get("rowsValidated").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.stop.patience=0 | without early stopping no epoch is best",
        "data.validation.fraction=0 | it trains on the rows of data.validation.fraction as well",
        "train.threshold=f1 | need validation rows that are not trained on",
        "train.stop.timeBudget=1h | limits one training"
      })
  void askedForWhereItDoesNothingItIsRefused(String other, String reason) {
    CommandResult refused = train("train.stop.refit=1000", other);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Cannot use train.stop.refit").contains(reason);
  }
}
