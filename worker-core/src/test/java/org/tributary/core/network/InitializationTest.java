package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;

class InitializationTest {
  /** 300 x 200 = 60000 weights in the first layer, 200 x 100 in the second, 100 x 10 at last. */
  private static final ParameterLayout LAYOUT = layout(Activation.TANH);

  private static final int[] IN = {300, 200, 100};
  private static final int[] OUT = {200, 100, 10};

  @ParameterizedTest
  @EnumSource
  void biasesBeginAtZero(Initialization initialization) {
    double[] theta = initialization.parameters(LAYOUT, 1);
    for (int i = 0; i < theta.length; i++) {
      assertThat(theta[i] == 0).as("parameter %d", i).isEqualTo(LAYOUT.isBias(i));
    }
  }

  /**
   * Glorot and Bengio (2010), in the Coursera notation: epsilon_init = sqrt(6) / sqrt(L_in +
   * L_out).
   */
  @Test
  void xavierFillsItsBoundsAndNoMore() {
    double[] theta = Initialization.XAVIER.parameters(LAYOUT, 1);
    for (int l = 0; l < 3; l++) {
      double bound = Math.sqrt(6.0 / (IN[l] + OUT[l]));
      double[] weights = weights(theta, l);
      double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
      // Of n >= 1000 uniform draws the largest misses the bound by more than 1% once in e^10.
      assertThat(largest).isBetween(0.99 * bound, bound);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "XAVIER, 0, 0.004", "XAVIER, 1, 0.006666666666666667", "XAVIER, 2, 0.01818181818181818",
    "HE,     0, 0.006666666666666667", "HE, 1, 0.01", "HE, 2, 0.02",
    "LECUN,  0, 0.003333333333333333", "LECUN, 1, 0.005", "LECUN, 2, 0.01"
  })
  void meanIsZeroAndVarianceIsTheRules(Initialization initialization, int l, double variance) {
    double[] weights = weights(initialization.parameters(LAYOUT, 1), l);
    int n = weights.length;
    double mean = Arrays.stream(weights).average().orElseThrow();
    double squares = Arrays.stream(weights).map(v -> v * v).average().orElseThrow();
    // Five standard errors: sqrt(variance/n) of the mean, at most variance sqrt(2/n) of the
    // squares.
    assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
    assertThat(squares).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
  }

  @ParameterizedTest
  @EnumSource(names = {"HE", "LECUN"})
  void heAndLecunAreNormal(Initialization initialization) {
    double[] weights = weights(initialization.parameters(LAYOUT, 1), 0);
    double variance = (initialization == Initialization.HE ? 2.0 : 1.0) / IN[0];
    double beyond = Arrays.stream(weights).filter(v -> v * v > 4 * variance).count();
    // 4.55% of normal numbers lie beyond two deviations; none of uniform ones of that variance do.
    // Standard error of the fraction: sqrt(0.0455/60000) = 0.0009, taken five times.
    assertThat(beyond / weights.length).isCloseTo(0.0455, within(0.0045));
  }

  @ParameterizedTest
  @EnumSource
  void autoFollowsTheLayersActivationAndEndsWithXavier(Activation g) {
    Initialization rule =
        switch (g) {
          case RELU, LEAKY_RELU, ELU, GELU, MISH -> Initialization.HE;
          case SELU -> Initialization.LECUN;
          case SIGMOID, TANH, SOFTPLUS, IDENTITY -> Initialization.XAVIER;
        };
    ParameterLayout layout = layout(g);
    double[] theta = Initialization.AUTO.parameters(layout, 3);
    assertThat(weights(theta, 0)).isEqualTo(weights(rule.parameters(layout, 3), 0));
    assertThat(weights(theta, 1)).isEqualTo(weights(rule.parameters(layout, 3), 1));
    assertThat(weights(theta, 2))
        .isEqualTo(weights(Initialization.XAVIER.parameters(layout, 3), 2));
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSameWeightsAndAnotherSeedOthers(Initialization initialization) {
    double[] theta = initialization.parameters(LAYOUT, 5);
    assertThat(initialization.parameters(LAYOUT, 5)).isEqualTo(theta);
    assertThat(initialization.parameters(LAYOUT, 6)).isNotEqualTo(theta);
  }

  @Test
  void weightsOfALayerDoNotDependOnTheLayersBefore() {
    ParameterLayout narrow =
        new ParameterLayout(
            new Topology(
                7,
                List.of(
                    new HiddenLayer(200, Activation.TANH), new HiddenLayer(100, Activation.TANH)),
                10,
                OutputLoss.SOFTMAX_CROSS_ENTROPY));
    double[] theta = Initialization.XAVIER.parameters(LAYOUT, 5);
    double[] other = Initialization.XAVIER.parameters(narrow, 5);
    for (int l = 1; l < 3; l++) {
      int from = LAYOUT.offset(l);
      int length = LAYOUT.rows(l) * LAYOUT.columns(l);
      assertThat(Arrays.copyOfRange(other, narrow.offset(l), narrow.offset(l) + length))
          .isEqualTo(Arrays.copyOfRange(theta, from, from + length));
    }
  }

  @Test
  void layersOfOneShapeHaveUncorrelatedWeights() {
    ParameterLayout layout =
        new ParameterLayout(
            new Topology(
                100,
                List.of(
                    new HiddenLayer(100, Activation.TANH), new HiddenLayer(100, Activation.TANH)),
                100,
                OutputLoss.IDENTITY_SQUARED_ERROR));
    double[] theta = Initialization.LECUN.parameters(layout, 5);
    int length = layout.rows(0) * layout.columns(0);
    for (int l = 1; l < 3; l++) {
      double products = 0;
      for (int i = 0; i < length; i++) {
        products += theta[i] * theta[layout.offset(l) + i];
      }
      // Weights of variance 1/100: the sum of 10000 products, over 100, is the correlation, whose
      // standard error is 1/sqrt(10000) = 0.01, taken five times.
      assertThat(products / 100).isCloseTo(0, within(0.05));
    }
  }

  private static double[] weights(double[] theta, int l) {
    int end = LAYOUT.offset(l) + LAYOUT.rows(l) * LAYOUT.columns(l);
    return IntStream.range(LAYOUT.offset(l), end)
        .filter(i -> !LAYOUT.isBias(i))
        .mapToDouble(i -> theta[i])
        .toArray();
  }

  private static ParameterLayout layout(Activation g) {
    return new ParameterLayout(
        new Topology(
            300,
            List.of(new HiddenLayer(200, g), new HiddenLayer(100, g)),
            10,
            OutputLoss.SOFTMAX_CROSS_ENTROPY));
  }
}
