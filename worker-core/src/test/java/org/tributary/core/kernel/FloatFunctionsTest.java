package org.tributary.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.function.Activation;

/**
 * Bounds are the errors as measured, rounded up. The loops hold only operations whose result the
 * Java language fixes to the bit, so they hold on every machine.
 */
class FloatFunctionsTest {
  /** An odd number of points that is no multiple of a tile: -30, ..., 0, ..., 30, 5e-5 apart. */
  private static final float[] GRID = grid();

  private static float[] grid() {
    float[] z = new float[1_200_001];
    for (int i = 0; i < z.length; i++) {
      z[i] = (i - 600_000) * 5e-5f;
    }
    return z;
  }

  @ParameterizedTest
  @CsvSource({
    "SIGMOID, 1.5e-7",
    "TANH, 2.1e-7",
    "RELU, 0",
    // The slope 0.01 as a float is off by 2.2e-8 of itself.
    "LEAKY_RELU, 2.3e-8",
    "ELU, 1.2e-7",
    "SELU, 1.9e-7",
    // z/2 (1 + t) keeps the rounding of t near -1, times |z|/2.
    "GELU, 3.1e-7",
    // e^z - 1 near -1 leaves e^z a rounding of 3e-8, times |z| up to 17.
    "MISH, 5.2e-7",
    "SOFTPLUS, 1.5e-7",
    "IDENTITY, 0"
  })
  void valuesAreWithinTheirBound(Activation g, double bound) {
    float[] a = GRID.clone();
    FloatFunctions.activate(g, a, a.length);
    assertThat(largestError(GRID, a, g::value)).isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "SIGMOID, 1.4e-7",
    // 1 - a^2 doubles the error of a.
    "TANH, 3.6e-7",
    "RELU, 0",
    "LEAKY_RELU, 2.3e-10",
    "ELU, 1.2e-7",
    "SELU, 2.2e-7",
    // The rounding of t near -1, doubled by 1 - t^2 and times z (1 + 3 k z^2) c/2, up to 8.
    "GELU, 2.0e-6",
    "MISH, 4.9e-7",
    "SOFTPLUS, 1.4e-7",
    "IDENTITY, 0"
  })
  void derivativesAreWithinTheirBound(Activation g, double bound) {
    assertThat(largestError(GRID, derivative(g, GRID), g::derivative)).isLessThanOrEqualTo(bound);
  }

  @Test
  void exponentialsAreWithinTheirBounds() {
    float[] e = GRID.clone();
    FloatFunctions.exp(e, 0, e.length);
    int zero = GRID.length / 2;
    assertThat(largestError(to(GRID, zero), to(e, zero), Math::exp)).isLessThanOrEqualTo(1.2e-7);
    // Each doubling adds a rounding and doubles those before it.
    assertThat(largestError(GRID, e, Math::exp)).isLessThanOrEqualTo(2.7e-6);
  }

  @Test
  void exponentialsTouchOnlyTheirRange() {
    float[] x = {7, 0, 0, 7};
    FloatFunctions.exp(x, 1, 2);
    assertThat(x).containsExactly(7, 1, 1, 7);
  }

  @Test
  void logisticLossIsWithinItsBound() {
    for (float y : new float[] {0, 1}) {
      float[] targets = new float[GRID.length + 1];
      Arrays.fill(targets, y);
      float[] loss = new float[GRID.length];
      FloatFunctions.logisticLoss(GRID, targets, 1, loss, loss.length);
      // As softplus.
      assertThat(largestError(GRID, loss, z -> Activation.SOFTPLUS.value(y == 0 ? z : -z)))
          .isLessThanOrEqualTo(1.5e-7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tinyNumbersAndZerosAreWithinARoundingOfTheirValue(Activation g) {
    float[] z = {
      0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -1e-40f, Float.MIN_NORMAL, 1e-20f, -1e-20f
    };
    float[] a = z.clone();
    FloatFunctions.activate(g, a, a.length);
    // Half an ulp of 1 for those that are not 0 at 0.
    assertThat(largestError(z, a, g::value)).isLessThanOrEqualTo(6e-8);
  }

  @ParameterizedTest
  @EnumSource
  void aZeroHasTheDerivativeOfTheDefinition(Activation g) {
    // Half an ulp of 1 for softplus, whose ln 2 is rounded.
    assertThat(derivative(g, new float[] {0f})[0])
        .isCloseTo((float) g.derivative(0), within(6e-8f));
  }

  @ParameterizedTest
  @EnumSource
  void valuesAndDerivativesAreRightFarOut(Activation g) {
    float[] z = {-1e4f, -1000, -100, -41, 41, 100, 1000, 1e4f};
    float[] a = z.clone();
    FloatFunctions.activate(g, a, a.length);
    // Products of two floats: a rounding each; the clamp at 40 is off by e^-40 = 4e-18.
    assertThat(largestError(z, a, g::value)).isLessThanOrEqualTo(6e-8);
    assertThat(largestError(z, derivative(g, z), g::derivative)).isLessThanOrEqualTo(6e-8);
  }

  @ParameterizedTest
  @CsvSource({
    "SIGMOID, 0, 1",
    "TANH, -1, 1",
    "RELU, 0, Infinity",
    "LEAKY_RELU, -Infinity, Infinity",
    "ELU, -1, Infinity",
    "SOFTPLUS, 0, Infinity",
    "IDENTITY, -Infinity, Infinity"
  })
  void infinitiesGoToTheLimits(Activation g, float left, float right) {
    float[] a = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    FloatFunctions.activate(g, a, 2);
    if (Float.isInfinite(left)) {
      assertThat(a[0]).isEqualTo(left);
    } else {
      // The clamp at -40 leaves e^-40.
      assertThat(a[0]).isCloseTo(left, within(5e-18f));
    }
    assertThat(a[1]).isEqualTo(right);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotANumberIsNotSwallowed(Activation g) {
    float[] a = {1, Float.NaN, 1};
    FloatFunctions.activate(g, a, 3);
    assertThat(a[0]).isNotNaN();
    assertThat(a[1]).isNaN();
    assertThat(a[2]).isNotNaN();
  }

  @Test
  void exponentialsDoNotSwallowWhatIsNotANumber() {
    float[] x = {Float.NaN, Float.NEGATIVE_INFINITY};
    FloatFunctions.exp(x, 0, 2);
    assertThat(x).containsExactly(Float.NaN, 0);
  }

  private float[] derivative(Activation g, float[] z) {
    float[] d = new float[z.length];
    if (!g.derivativeFollowsFromValue()) {
      FloatFunctions.derivative(g, z, d, z.length);
      return d;
    }
    float[] a = z.clone();
    FloatFunctions.activate(g, a, a.length);
    Arrays.fill(d, 1f);
    FloatFunctions.multiplyByDerivative(g, a, d, d.length);
    return d;
  }

  private static float[] to(float[] x, int last) {
    return Arrays.copyOf(x, last + 1);
  }

  /** Returns the largest |computed - exact| / max(1, |exact|). */
  private static double largestError(float[] z, float[] computed, DoubleUnaryOperator exact) {
    double largest = 0;
    for (int i = 0; i < z.length; i++) {
      double value = exact.applyAsDouble(z[i]);
      double error = Math.abs(computed[i] - value) / Math.max(1, Math.abs(value));
      // Math.max keeps NaN, which no bound lets pass.
      largest = Math.max(largest, error);
    }
    return largest;
  }
}
