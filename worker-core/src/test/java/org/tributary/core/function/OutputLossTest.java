package org.tributary.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
      double[] y = targets(output, random);
      output.delta(z, y, delta, parameters(output, K));
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
    output.delta(z, y, delta, LossParameters.none());
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
        LossParameters parameters = parameters(output, 3);
        double[] y = new double[3 / parameters.outputsPerTarget()];
        y[c % y.length] = 1;
        assertThat(output.loss(z, y, parameters)).isFinite().isNotNegative();
        output.delta(z, y, delta, parameters);
        assertThat(Arrays.stream(delta)).allMatch(Double::isFinite);
      }
    }
  }

  @Test
  void aConfidentWrongAnswerCostsItsLogit() {
    // ln(1 + e^1e4) = 1e4 and ln(e^1e4 + e^-1e4) - (-1e4) = 2e4, to far below a double's rounding.
    assertThat(loss(OutputLoss.SIGMOID_CROSS_ENTROPY, new double[] {1e4}, 0)).isEqualTo(1e4);
    assertThat(loss(OutputLoss.SOFTMAX_CROSS_ENTROPY, new double[] {1e4, -1e4}, 0, 1))
        .isEqualTo(2e4);
  }

  @Test
  void numbersHaveTheLossesOfTheirDefinitions() {
    // All exact in binary.
    assertThat(loss(OutputLoss.IDENTITY_ABSOLUTE_ERROR, new double[] {1, -3}, 1.5, 1))
        .isEqualTo(4.5);
    // d = 1.5: u^2/2 within, d (|u| - d/2) beyond.
    assertThat(loss(OutputLoss.IDENTITY_HUBER, new double[] {1}, 0)).isEqualTo(0.5);
    assertThat(loss(OutputLoss.IDENTITY_HUBER, new double[] {-2}, 1)).isEqualTo(1.5 * 2.25);
    assertThat(loss(OutputLoss.EXPONENTIAL_POISSON, new double[] {0}, 3)).isEqualTo(1);
    assertThat(loss(OutputLoss.EXPONENTIAL_POISSON, new double[] {-1e4}, 3)).isEqualTo(3e4);
    // Levels 1/4 and 3/4 of 1: 1/2 below costs 1/8, softplus(0) = ln 2 later the other is above.
    double second = 0.5 + Math.log(2) - 1;
    assertThat(loss(OutputLoss.QUANTILES_PINBALL, new double[] {0.5, 0}, 1))
        .isCloseTo(0.125 + 0.25 * second, within(1e-16));
  }

  @Test
  void poissonGoesOnAlongItsTangentWhereExponentialsOverflow() {
    OutputLoss poisson = OutputLoss.EXPONENTIAL_POISSON;
    double[] h = new double[3];
    poisson.outputs(new double[] {40, 41, 1e4}, h, LossParameters.none());
    double most = StrictMath.exp(40);
    assertThat(h).containsExactly(most, most, most);
    assertThat(loss(poisson, new double[] {1e4}, 0)).isEqualTo(most * 9961);
    // Neither the loss nor its derivative jumps there.
    assertThat(loss(poisson, new double[] {Math.nextUp(40.0)}, 0) / most)
        .isCloseTo(loss(poisson, new double[] {40}, 0) / most, within(1e-13));
  }

  @Test
  void quantilesNeverCrossAndEachTargetHasItsOwn() {
    LossParameters levels = new LossParameters.Quantiles(List.of(0.1, 0.5, 0.9));
    SplittableRandom random = new SplittableRandom(2);
    double[] h = new double[6];
    for (int trial = 0; trial < 100; trial++) {
      double[] z = random.doubles(6, -1e4, 1e4).toArray();
      OutputLoss.QUANTILES_PINBALL.outputs(z, h, levels);
      assertThat(Arrays.copyOfRange(h, 0, 3)).isSorted();
      assertThat(Arrays.copyOfRange(h, 3, 6)).isSorted();
      assertThat(h[0]).isEqualTo(z[0]);
      assertThat(h[3]).isEqualTo(z[3]);
    }
  }

  @Test
  void pinballIsLeastAtTheQuantileOfTheTargets() {
    // Of 1 to 99 the quantile at 0.3 is 30: the derivatives of 29.5 and 30.5 change sign.
    LossParameters level = new LossParameters.Quantiles(List.of(0.3));
    double[] delta = new double[1];
    double[] sums = new double[2];
    for (int y = 1; y <= 99; y++) {
      for (int i = 0; i < 2; i++) {
        OutputLoss.QUANTILES_PINBALL.delta(new double[] {29.5 + i}, new double[] {y}, delta, level);
        sums[i] += delta[0];
      }
    }
    assertThat(sums[0]).isNegative();
    assertThat(sums[1]).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void aPairTakesItsOwnParametersAndNoOthers(OutputLoss output) {
    for (OutputLoss other : OutputLoss.values()) {
      boolean same = output.defaults().getClass() == other.defaults().getClass();
      assertThat(output.takes(other.defaults())).isEqualTo(same);
      if (!same) {
        assertThatThrownBy(() -> output.requireTakes(other.defaults()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "Invalid parameters of %s: %s (expected such as %s)",
                output, other.defaults(), output.defaults());
      }
    }
  }

  @Test
  void softmaxIsInvariantToAShiftOfItsLogits() {
    double[] z = {1, -2, 0.5, 3, 0};
    double[] shifted = Arrays.stream(z).map(v -> v + 1000).toArray();
    double[] h = new double[K];
    double[] hOfShifted = new double[K];
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(z, h, LossParameters.none());
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(shifted, hOfShifted, LossParameters.none());
    // Multiples of 1/2 are shifted without rounding, and the largest is taken off first.
    assertThat(hOfShifted).containsExactly(h);
    assertThat(Arrays.stream(h).sum()).isCloseTo(1, within(1e-15));
  }

  @Test
  void softmaxOfTwoIsTheSigmoidOfTheirDifference() {
    double[] h = new double[2];
    OutputLoss.SOFTMAX_CROSS_ENTROPY.outputs(new double[] {0.3, 1.5}, h, LossParameters.none());
    // A few roundings of numbers near 1.
    assertThat(h[1]).isCloseTo(Activation.SIGMOID.value(1.2), within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void aLossThatIsNotANumberIsNotSwallowed(OutputLoss output) {
    LossParameters parameters = parameters(output, 2);
    double[] y = new double[2 / parameters.outputsPerTarget()];
    assertThat(output.loss(new double[] {0, Double.NaN}, y, parameters)).isNaN();
  }

  private static double difference(OutputLoss output, double[] z, double[] y, int k) {
    double[] right = z.clone();
    double[] left = z.clone();
    right[k] += STEP;
    left[k] -= STEP;
    LossParameters parameters = parameters(output, z.length);
    return (output.loss(right, y, parameters) - output.loss(left, y, parameters)) / (2 * STEP);
  }

  private static double loss(OutputLoss output, double[] z, double... y) {
    return output.loss(z, y, parameters(output, z.length));
  }

  /** Returns parameters for K outputs; those of quantiles are of one target. */
  private static LossParameters parameters(OutputLoss output, int k) {
    return switch (output) {
      case QUANTILES_PINBALL ->
          new LossParameters.Quantiles(IntStream.range(0, k).mapToObj(i -> (i + 0.5) / k).toList());
      case IDENTITY_HUBER -> new LossParameters.Huber(1.5);
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          EXPONENTIAL_POISSON ->
          LossParameters.none();
    };
  }

  /** Returns targets as the loss takes them: one class, or numbers. */
  private static double[] targets(OutputLoss output, SplittableRandom random) {
    if (output.takesSmoothing()) {
      double[] y = new double[K];
      y[random.nextInt(K)] = 1;
      return y;
    }
    return random.doubles(K / parameters(output, K).outputsPerTarget(), 0, 4).toArray();
  }
}
