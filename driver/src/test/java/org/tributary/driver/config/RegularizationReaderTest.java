package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Restraint;
import org.tributary.core.optim.Schedule;

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
        .isEqualTo(new OptimizerSpec.Restrained(adam, new Restraint(1, 3)));
  }

  @ParameterizedTest
  @CsvSource({
    "clipNorm, lbfgs, estimates curvature from gradients as they are",
    "clipNorm, owlqn, estimates curvature from gradients as they are",
    "maxNorm, lbfgs, minimises without constraints",
    "maxNorm, owlqn, minimises without constraints"
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
  @ValueSource(strings = {"clipNorm = -1", "maxNorm = -0.5", "l1 = -1"})
  void settingOutOfRangeIsRefused(String setting) {
    assertThat(problemsWith(ADAM, "train." + setting))
        .singleElement()
        .asString()
        .startsWith("Invalid train.");
  }
}
