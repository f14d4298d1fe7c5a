package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose features are so far from those of training that no output is a finite number. */
class UnpredictedRowsTest {
  @TempDir private Path directory;

  private Path job(Path data, String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "data.label = kind";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return TinyJobs.job(data, all);
  }

  /** Writes the rows of a file and one more, whose feature leaves float32 once standardized. */
  private Path withOutlier(Path data) throws IOException {
    return TinyJobs.write(
        directory.resolve("outlier.csv"), Files.readString(data) + "1e300,-1e300,yes\n");
  }

  @Test
  void evaluateRefusesThemAsPredictDoes() throws IOException {
    Path data = TinyJobs.halves(directory.resolve("halves.csv"));
    Path outlier = withOutlier(data);
    CommandResult.of("train", job(data, "network.activation = relu").toString()).well();
    String model = directory.resolve("model").toString();
    CommandResult evaluated = CommandResult.of("evaluate", model, outlier.toString());
    assertThat(evaluated.code()).isEqualTo(3);
    assertThat(evaluated.err())
        .contains(
            "Cannot evaluate on %s: the network's outputs are not finite for 1 of 201 rows"
                .formatted(outlier))
        .contains("tributary predict names the first of these rows")
        .doesNotContain("Exception");
    CommandResult predicted =
        CommandResult.of(
            "predict", model, outlier.toString(), directory.resolve("predicted").toString());
    assertThat(predicted.code()).isEqualTo(3);
    assertThat(predicted.err()).containsPattern("Cannot predict \\S*outlier.csv:202: ");
  }

  @Test
  void trainRefusesThemInTheHoldoutSet() throws IOException {
    Path data = TinyJobs.halves(directory.resolve("halves.csv"));
    Path job =
        job(
            data,
            "network.activation = relu",
            "data.holdout.path = \"%s\"".formatted(withOutlier(data)));
    CommandResult trained = CommandResult.of("train", job.toString());
    assertThat(trained.code()).isEqualTo(3);
    assertThat(trained.err())
        .contains("Cannot evaluate on the hold-out set: ", "1 of 201 rows")
        .contains("correct or remove these rows, or set train.precision = float64")
        .doesNotContain("Exception");
  }

  @Test
  void divergenceIsNotBlamedOnTheHoldoutSet() {
    Path job =
        job(
            TinyJobs.halves(directory.resolve("halves.csv")),
            "network.activation = relu",
            "data.holdout.fraction = 0.25",
            "train.optimizer { name = gradient-descent, learningRate = 1e30 }");
    CommandResult trained = CommandResult.of("train", job.toString());
    assertThat(trained.code()).isEqualTo(5);
    assertThat(trained.err())
        .contains("the loss is NaN at epoch ", "lower train.optimizer.learningRate")
        .doesNotContain("hold-out");
  }
}
