package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, validation and hold-out sets of their own. */
class ValidationSetTest {
  @TempDir private Path directory;

  private Path data() {
    return TinyJobs.csv(
        directory.resolve("noisy.csv"),
        "a,b,kind",
        400,
        x -> x[0] + x[1] + 0.8 * Math.sin(40 * x[0]) > 0 ? "yes" : "no");
  }

  private JsonNode evaluated(Path data, String rows) {
    return CommandResult.of(
            "evaluate",
            directory.resolve("model").toString(),
            data.toString(),
            "--rows",
            rows,
            "--json")
        .well()
        .json();
  }

  @Test
  void epochsAreChosenByTheValidationSetAndReportedByTheHoldoutSet() {
    Path data = data();
    Path job =
        TinyJobs.job(
            data,
            "data.label = kind",
            "data.holdout.fraction = 0.25",
            "data.validation.fraction = 0.25",
            "train.stop.patience = 3",
            "train.stop.monitor = loss");
    JsonNode trained = TinyJobs.train(job).json();
    int rows =
        trained.get("rowsTrained").asInt()
            + trained.get("rowsValidated").asInt()
            + trained.get("rowsHeldOut").asInt();
    assertThat(rows).isEqualTo(400);
    // Five deviations of a share of 300 rows.
    assertThat(trained.get("rowsValidated").asDouble()).isCloseTo(75, within(37.0));
    JsonNode holdout = evaluated(data, "held-out");
    assertThat(trained.get("accuracy")).isEqualTo(holdout.get("accuracy"));
    JsonNode validation = evaluated(data, "validation");
    double best = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (JsonNode epoch : trained.get("curve")) {
      double score = epoch.get("validationLoss").asDouble();
      if (score < best) {
        best = score;
        bestEpoch = epoch.get("epoch").asInt();
      }
    }
    assertThat(trained.get("bestEpoch").asInt()).isEqualTo(bestEpoch);
    // The same float32 losses, summed in the order of the file instead of the canonical one.
    assertThat(validation.get("loss").asDouble()).isCloseTo(best, within(1e-6));
  }

  @Test
  void aValidationSetAloneIsAlsoTheReport() {
    Path data = data();
    Path job = TinyJobs.job(data, "data.label = kind", "data.validation.fraction = 0.3");
    JsonNode trained = TinyJobs.train(job).json();
    assertThat(trained.get("accuracy")).isEqualTo(evaluated(data, "validation").get("accuracy"));
    assertThat(trained.get("rowsHeldOut").asInt()).isZero();
  }
}
