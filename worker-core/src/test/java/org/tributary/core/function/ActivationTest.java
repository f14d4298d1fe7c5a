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
    "SELU, 0, 1.7580993408473766",
    "GELU, 0, 0.5",
    "MISH, 0, 0.6",
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
    // Of a monotonic function, two z of one value have one derivative; gelu turns near -0.75, mish
    // near -1.19.
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
  void seluKeepsTheMeanAndVarianceOfNormalNumbers() {
    // What lambda and alpha are made for: 0 and 1, by the trapezoidal rule over +-10, whose error
    // is that of the kink at 0, less than h^2 (lambda alpha - lambda) / 12 / sqrt(2 pi) = 2.4e-8.
    double h = 1e-3;
    double mean = 0;
    double square = 0;
    for (int i = -10_000; i <= 10_000; i++) {
      double z = i * h;
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      double value = Activation.SELU.value(z);
      mean += h * density * value;
      square += h * density * value * value;
    }
    assertThat(mean).isCloseTo(0, within(5e-8));
    assertThat(square).isCloseTo(1, within(5e-8));
  }

  @Test
  void mishHasTheValuesOfItsDefinition() {
    // From a calculator with 30 digits.
    assertThat(Activation.MISH.value(1)).isCloseTo(0.865098388267310, within(1e-15));
    assertThat(Activation.MISH.value(-1)).isCloseTo(-0.303401461374109, within(1e-15));
    assertThat(Activation.MISH.derivative(1)).isCloseTo(1.049036220099792, within(1e-14));
  }

  @Test
  void geluIsWithinItsStatedDistanceOfTheExactForm() {
    // z Phi(z) from tables of the normal distribution: Phi(1) = 0.841344746, Phi(2) = 0.977249868.
    assertThat(Activation.GELU.value(1)).isCloseTo(0.841344746, within(5e-4));
    assertThat(Activation.GELU.value(2)).isCloseTo(2 * 0.977249868, within(5e-4));
  }
}
