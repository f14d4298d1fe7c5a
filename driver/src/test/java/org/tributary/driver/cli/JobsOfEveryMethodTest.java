package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every optimizer, schedule and stop rule, through the command line. */
class JobsOfEveryMethodTest {
  @TempDir private Path directory;

  private Path file(String name) {
    return directory.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({
    "gradient-descent, 0.5",
    "momentum, 0.1",
    "nesterov, 0.1",
    "adam, 0.05",
    "adamw, 0.05",
    "rmsprop, 0.05",
    "lbfgs,",
    "owlqn,"
  })
  void everyOptimizerLowersTheLoss(String name, String rate) {
    Path job =
        TinyJobs.job(
            TinyJobs.halves(file("halves.csv")),
            "data.label = kind",
            "train.optimizer.name = " + name,
            rate == null ? "" : "train.optimizer.learningRate = " + rate,
            name.equals("owlqn") ? "train.l1 = 0.1" : "");
    // The initial loss is log 2 = 0.69, that of random guessing, or more.
    assertThat(TinyJobs.train(job).json().get("trainingLoss").asDouble()).isLessThan(0.4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ name = constant, warmUp = 3 }",
        "{ name = step, every = 5 }",
        "{ name = exponential, decay = 0.99 }",
        "{ name = cosine, steps = 30 }",
        "{ name = cosine, warmUp = 3 }",
        "{ name = flat-cosine }",
        "{ name = coslog4 }",
        "{ name = inverse-time, decay = 0.01 }"
      })
  void everyScheduleTrains(String schedule) {
    Path job =
        TinyJobs.job(
            TinyJobs.halves(file("halves.csv")),
            "data.label = kind",
            "train.optimizer { name = adam, learningRate = 0.1 }",
            "train.schedule = " + schedule);
    // As for the optimizers.
    assertThat(TinyJobs.train(job).json().get("trainingLoss").asDouble()).isLessThan(0.4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.epochs=2                 | epochs        | the maximum number of epochs was reached",
        "train.stop.gradientNorm=0.2    | gradient_norm | train.stop.gradientNorm",
        "train.stop.improvement=0.9     | improvement   | train.stop.improvement",
        "train.stop.timeBudget=1ms      | time_budget   | train.stop.timeBudget"
      })
  void everyStopRuleSaysWhy(String override, String reason, String sentence) {
    Path job =
        TinyJobs.job(TinyJobs.halves(file("halves.csv")), "data.label = kind", "train.l2 = 1");
    CommandResult ran = TinyJobs.train(job, override);
    assertThat(ran.json().get("stopReason").asText()).isEqualTo(reason);
    assertThat(ran.json().get("epochs").asInt()).isLessThan(30);
    assertThat(ran.out()).contains(sentence);
  }

  @Test
  void trainingWithNothingHoldoutSaysHowToMeasure() {
    Path job = TinyJobs.job(TinyJobs.halves(file("halves.csv")), "data.label = kind");
    assertThat(TinyJobs.train(job, "train.epochs=1").out())
        .contains("data.holdout.fraction=0.2")
        .contains("tributary evaluate " + file("model") + " DATA");
  }
}
