package org.tributary.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputLossTest {
  private static final int K = 5;
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource
  void deltaMatchesCentralDifferences(OutputLoss output) {
    SplittableRandom random = new SplittableRandom(1);
    double[] delta = new double[K];
    for (int trial = 0; trial < 50; trial++) {
      double[] z = random.doubles(K, -4, 4).toArray();
      double[] y = new double[K];
      y[random.nextInt(K)] = 1;
      output.delta(z, y, delta);
      for (int k = 0; k < K; k++) {
        // Truncation h^2/6 |Loss'''| < 2e-11, rounding eps |Loss| / h < 2e-16 * 60 / 1e-5 = 1.2e-9.
        assertThat(delta[k]).isCloseTo(difference(output, z, y, k), within(2e-9));
      }
    }
  }

  @Test
  void softmaxDeltaMatchesCentralDifferencesForADistribution() {
    OutputLoss output = OutputLoss.SOFTMAX_CROSS_ENTROPY;
    double[] z = {1, -2, 0.5, 3, 0};
    double[] y = {0.1, 0.2, 0.3, 0.25, 0.15};
    double[] delta = new double[K];
    output.delta(z, y, delta);
    for (int k = 0; k < K; k++) {
      // As above.
      assertThat(delta[k]).isCloseTo(difference(output, z, y, k), within(2e-9));
    }
  }

  @Test
  void smoothedTargetsAreMixedWithTheEvenChance() {
    OutputLoss softmax = OutputLoss.SOFTMAX_CROSS_ENTROPY;
    OutputLoss sigmoid = OutputLoss.SIGMOID_CROSS_ENTROPY;
    // All exact in binary.
    assertThat(softmax.smoothed(1, 0.5, 4)).isEqualTo(0.625);
    assertThat(softmax.smoothed(0, 0.5, 4)).isEqualTo(0.125);
    assertThat(sigmoid.smoothed(1, 0.5, 4)).isEqualTo(0.75);
    assertThat(sigmoid.smoothed(0, 0.5, 1)).isEqualTo(0.25);
    for (OutputLoss output : OutputLoss.values()) {
      assertThat(output.takesSmoothing()).isEqualTo(output == softmax || output == sigmoid);
    }
    assertThatThrownBy(() -> OutputLoss.IDENTITY_SQUARED_ERROR.smoothed(1, 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot smooth the targets of IDENTITY_SQUARED_ERROR: they are numbers, not classes");
  }

  @ParameterizedTest
  @EnumSource
  void lossesAndDeltasStayFiniteForExtremeLogits(OutputLoss output) {
    double[][] logits = {{1e4, -1e4, 0}, {-1e4, 1e4, 1e4}, {-1e4, -1e4, -1e4}, {1e4, 1e4, 1e4}};
    double[] delta = new double[3];
    for (double[] z : logits) {
      for (int c = 0; c < 3; c++) {
        double[] y = new double[3];
        y[c] = 1;
        assertThat(output.loss(z, y)).isFinite().isNotNegative();
        output.delta(z, y, delta);
        assertThat(Arrays.stream(delta)).allMatch(Double::isFinite);
      }
    }
  }

  @Test
  void aConfidentWrongAnswerCostsItsLogit() {
    // ln(1 + e^1e4) = 1e4 and ln(e^1e4 + e^-1e4) - (-1e4) = 2e4, to far below a double's rounding.
    assertThat(OutputLoss.SIGMOID_CROSS_ENTROPY.loss(new double[] {1e4}, new double[] {0}))
        .isEqualTo(1e4);
    assertThat(OutputLoss.SOFTMAX_CROSS_ENTROPY.loss(new double[] {1e4, -1e4}, new double[] {0, 1}))
        .isEqualTo(2e4);
  }

  @Test
  void softmaxIsInvariantToAShiftOfItsLogits() {
    double[] z = {1, -2, 0.5, 3, 0};
    double[] shifted = Arrays.stream(z).map(v -> v + 1000).toArray();
    double[] h = new double[K];
    double[] hOfShifted = new double[K];
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(z, h);
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(shifted, hOfShifted);
    // Multiples of 1/2 are shifted without rounding, and the largest is taken off first.
    assertThat(hOfShifted).containsExactly(h);
    assertThat(Arrays.stream(h).sum()).isCloseTo(1, within(1e-15));
  }

  @Test
  void softmaxOfTwoIsTheSigmoidOfTheirDifference() {
    double[] h = new double[2];
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(new double[] {0.3, 1.5}, h);
    // A few roundings of numbers near 1.
    assertThat(h[1]).isCloseTo(Activation.SIGMOID.value(1.2), within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void aLossThatIsNotANumberIsNotSwallowed(OutputLoss output) {
    assertThat(output.loss(new double[] {0, Double.NaN}, new double[] {1, 0})).isNaN();
  }

  private static double difference(OutputLoss output, double[] z, double[] y, int k) {
    double[] right = z.clone();
    double[] left = z.clone();
    right[k] += STEP;
    left[k] -= STEP;
    return (output.loss(right, y) - output.loss(left, y)) / (2 * STEP);
  }
}
