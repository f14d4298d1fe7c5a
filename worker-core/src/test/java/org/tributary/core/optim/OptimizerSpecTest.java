package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerSpecTest {
  private static final Schedule RATE = new Schedule.Constant(0.1);

  @ParameterizedTest
  @MethodSource("illegalSpecs")
  void refusesSettingsOutOfRange(Supplier<OptimizerSpec> spec, String message) {
    assertThatThrownBy(spec::get).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  static Stream<Arguments> illegalSpecs() {
    return Stream.of(
        refused(
            () -> new OptimizerSpec.Momentum(RATE, 1),
            "Invalid momentum: 1.0 (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.Nesterov(RATE, -0.1),
            "Invalid momentum: -0.1 (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.Adam(RATE, Double.NaN, 0.999, 1e-8),
            "Invalid beta1: NaN (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.Adam(RATE, 0.9, 1, 1e-8),
            "Invalid beta2: 1.0 (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.Adam(RATE, 0.9, 0.999, 0),
            "Invalid epsilon: 0.0 (expected a positive number)"),
        refused(
            () -> new OptimizerSpec.AdamW(RATE, 1, 0.999, 1e-8, 0),
            "Invalid beta1: 1.0 (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.AdamW(RATE, 0.9, 0.999, 1e-8, -0.01),
            "Invalid weight decay: -0.01 (expected 0 or more)"),
        refused(
            () -> new OptimizerSpec.RmsProp(RATE, 1.1, 1e-8),
            "Invalid decay of RMSProp: 1.1 (expected a number in [0, 1))"),
        refused(
            () -> new OptimizerSpec.RmsProp(RATE, 0.9, -1),
            "Invalid epsilon: -1.0 (expected a positive number)"),
        refused(
            () -> new OptimizerSpec.Lbfgs(0), "Invalid memory of L-BFGS: 0 (expected 1 or more)"),
        refused(
            () -> new OptimizerSpec.Owlqn(-3),
            "Invalid memory of OWL-QN: -3 (expected 1 or more)"));
  }

  private static Arguments refused(Supplier<OptimizerSpec> spec, String message) {
    return Arguments.of(spec, message);
  }
}
