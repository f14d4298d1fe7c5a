package org.tributary.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource
  void derivativeMatchesCentralDifferences(Activation g) {
    for (int i = -1000; i <= 1000; i++) {
      // Odd multiples of 0.01, so that the kink at 0 is never inside a difference.
      double z = (2 * i + 1) * 0.01;
      double difference = (g.value(z + STEP) - g.value(z - STEP)) / (2 * STEP);
      // Truncation is h^2/6 |g'''| < 2e-11; rounding is eps |g| / h < 2e-16 * 20 / 1e-5 = 5e-10.
      assertThat(g.derivative(z)).as("%s'(%s)", g, z).isCloseTo(difference, within(2e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SIGMOID, 0.5, 0.25",
    "TANH, 0, 1",
    "RELU, 0, 0",
    "LEAKY_RELU, 0, 0.01",
    "ELU, 0, 1",
    "GELU, 0, 0.5",
    "SOFTPLUS, 0.6931471805599453, 0.5",
    "IDENTITY, 0, 1"
  })
  void valuesAtZeroAreExact(Activation g, double value, double derivative) {
    assertThat(g.value(0)).isEqualTo(value);
    assertThat(g.derivative(0)).isEqualTo(derivative);
  }

  @ParameterizedTest
  @EnumSource
  void valuesAndDerivativesStayFiniteFarOut(Activation g) {
    for (double z : new double[] {-1e4, -800, -40, 40, 800, 1e4}) {
      assertThat(g.value(z)).isFinite();
      assertThat(g.derivative(z)).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aValueGivesTheDerivativeUnlessTheFunctionTurns(Activation g) {
    // Of a monotonic function, two z of one value have one derivative; gelu turns near -0.75.
    boolean falls = false;
    for (double z = -5; z < 5; z += 0.01) {
      falls |= g.value(z + 0.01) < g.value(z);
    }
    assertThat(g.derivativeFollowsFromValue()).isEqualTo(!falls);
  }

  @Test
  void sigmoidKeepsItsRelativePrecisionOnTheLeft() {
    // 1/(1 + e^-z) would do as well; e^z/(1 + e^z) must not lose it. One rounding of each step.
    assertThat(Activation.SIGMOID.value(-700) / Math.exp(-700)).isCloseTo(1, within(1e-15));
  }

  @Test
  void geluIsWithinItsStatedDistanceOfTheExactForm() {
    // z Phi(z) from tables of the normal distribution: Phi(1) = 0.841344746, Phi(2) = 0.977249868.
    assertThat(Activation.GELU.value(1)).isCloseTo(0.841344746, within(5e-4));
    assertThat(Activation.GELU.value(2)).isCloseTo(2 * 0.977249868, within(5e-4));
  }
}
