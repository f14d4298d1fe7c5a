package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.Regularization;
import org.tributary.core.optim.NormConstraints;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.spec.TrainSpec;

class RegularizationReaderTest {
  private static final String ADAM = "train.optimizer.name = adam";

  @ParameterizedTest
  @ValueSource(
      strings = {"owlqn", "gradient-descent", "momentum", "nesterov", "adam", "adamw", "rmsprop"})
  void penaltyOfAbsoluteWeightsIsForEveryOptimizerButLbfgs(String optimizer) {
    TrainSpec train = with("train.l1 = 0.5", "train.optimizer.name = " + optimizer).train();
    assertThat(train.penalty().l1()).isEqualTo(0.5);
  }

  @Test
  void lbfgsRefusesAPenaltyOfAbsoluteWeights() {
    assertThat(problemsWith("train.l1 = 0.5"))
        .containsExactly(
            "Cannot use train.l1 (job.conf:4): train.optimizer.name is lbfgs (by default), which"
                + " needs a derivative everywhere, and the L1 penalty has none at 0; set"
                + " train.optimizer.name to owlqn or to a first-order rule such as adam, or"
                + " train.l1 to 0");
  }

  @Test
  void normsHoldTheOptimizerBack() {
    OptimizerSpec.FirstOrder adam =
        new OptimizerSpec.Adam(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8);
    assertThat(with(ADAM).train().optimizer()).isEqualTo(adam);
    assertThat(with(ADAM, "train { clipNorm = 1, maxNorm = 3 }").train().optimizer())
        .isEqualTo(new OptimizerSpec.Constrained(adam, new NormConstraints(1, 3)));
  }

  @ParameterizedTest
  @CsvSource({
    "clipNorm, lbfgs, estimates curvature from unmodified gradients",
    "clipNorm, owlqn, estimates curvature from unmodified gradients",
    "maxNorm, lbfgs, does not support constraints",
    "maxNorm, owlqn, does not support constraints"
  })
  void quasiNewtonMethodsRefuseNorms(String key, String optimizer, String reason) {
    assertThat(problemsWith("train.optimizer.name = " + optimizer, "train." + key + " = 2"))
        .singleElement()
        .asString()
        .startsWith("Cannot use train." + key + " (job.conf:5): train.optimizer.name is")
        .contains(optimizer, reason, "set train.optimizer.name to a first-order rule");
    assertThat(with("train.optimizer.name = " + optimizer, "train." + key + " = 0").train())
        .isEqualTo(with("train.optimizer.name = " + optimizer).train());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clipNorm = -1",
        "maxNorm = -0.5",
        "l1 = -1",
        "dropout = 1",
        "dropout = [0.5, -0.1]",
        "inputDropout = 1",
        "labelSmoothing = 1"
      })
  void settingOutOfRangeIsRefused(String setting) {
    assertThat(problemsWith(ADAM, "train." + setting))
        .singleElement()
        .asString()
        .startsWith("Invalid train.");
  }

  @Test
  void dropoutIsOneRateOrOneForEachHiddenLayer() {
    assertThat(with(ADAM).train().regularization()).isEqualTo(Regularization.NONE);
    assertThat(dropout("train.dropout = 0.5")).isEqualTo(new Dropout(0, List.of(0.5, 0.5)));
    assertThat(dropout("train { dropout = [0, 0.25], inputDropout = 0.1 }"))
        .isEqualTo(new Dropout(0.1, List.of(0.0, 0.25)));
    assertThat(dropout("train.dropout = [0, 0]")).isEqualTo(Dropout.NONE);
    assertThat(problemsWith(ADAM, "train.dropout = [0.1, 0.2, 0.3]"))
        .containsExactly(
            "Invalid train.dropout (job.conf:5): [0.1,0.2,0.3] (expected one rate, or one for each"
                + " of the 2 hidden layers)");
  }

  private static Dropout dropout(String section) {
    return with(ADAM, section).train().regularization().dropout();
  }

  @Test
  void dropoutNeedsAHiddenLayer() {
    assertThat(problemsWith(ADAM, "network.hidden = []", "train.dropout = 0.5"))
        .containsExactly(
            "Cannot use train.dropout (job.conf:6): network.hidden is empty, so there are no hidden units to drop; remove it, or set train.inputDropout to drop inputs");
    assertThat(
            with(ADAM, "network.hidden = []", "train.inputDropout = 0.5")
                .train()
                .regularization()
                .dropout())
        .isEqualTo(new Dropout(0.5, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"dropout, lbfgs", "dropout, owlqn", "inputDropout, lbfgs", "inputDropout, owlqn"})
  void quasiNewtonMethodsRefuseDropout(String key, String optimizer) {
    assertThat(problemsWith("train.optimizer.name = " + optimizer, "train." + key + " = 0.5"))
        .containsExactly(
            "Cannot use train.%s (job.conf:5): train.optimizer.name is %s (job.conf:4), which"
                    .formatted(key, optimizer)
                + " uses a line search, which needs the same objective at every evaluation, without dropout; set train.optimizer.name to a first-order rule such as"
                + " adam, or train."
                + key
                + " to 0");
  }

  @Test
  void aGradientThatDropoutKeepsFromVanishingStopsNothing() {
    assertThat(problemsWith(ADAM, "train { dropout = 0.5, stop.gradientNorm = 1e-3 }"))
        .containsExactly(
            "Cannot use train.stop.gradientNorm (job.conf:5): train.dropout (job.conf:5) drops different units at every step, so the gradient norm does not converge to 0; set"
                + " train.stop.improvement or train.stop.patience");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "owlqn", "adam"})
  void labelsCanBeSmoothedWithEveryOptimizer(String optimizer) {
    for (String output : List.of("softmax-cross-entropy", "sigmoid-cross-entropy")) {
      TrainSpec train =
          with(
                  "train { optimizer.name = " + optimizer + ", labelSmoothing = 0.1 }",
                  "network.output = " + output)
              .train();
      assertThat(train.regularization()).isEqualTo(new Regularization(Dropout.NONE, 0.1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity-squared-error", "sigmoid-squared-error"})
  void numbersCannotBeSmoothed(String output) {
    assertThat(problemsWith("network.output = " + output, "train.labelSmoothing = 0.1"))
        .containsExactly(
            "Cannot use train.labelSmoothing (job.conf:5): network.output is "
                + output
                + " (job.conf:4), which is for regression, and label smoothing needs classes; set train.labelSmoothing to 0, or network.output to softmax-cross-entropy or"
                + " sigmoid-cross-entropy");
  }
}
