package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * J and D are the cost function and the accumulated gradient in the notation of the Coursera course
 * Machine Learning (A. Ng), with and without lambda.
 *
 * <p>The expected numbers come from plain loops over single samples and from logarithms of outputs,
 * as in the formula, on a 2-3-2 network with two binary outputs.
 */
class CostFunctionTest {
  private static final Topology TOPOLOGY =
      new Topology(
          2, List.of(new HiddenLayer(3, Activation.SIGMOID)), 2, OutputLoss.SIGMOID_CROSS_ENTROPY);

  /** Theta^(1), 3 x (2 + 1). */
  private static final double[][] THETA1 = {{0.1, 0.5, -0.3}, {-0.4, 0.8, 0.2}, {0.3, -0.6, 0.7}};

  /** Theta^(2), 2 x (3 + 1). */
  private static final double[][] THETA2 = {{0.2, -0.5, 0.9, 0.4}, {-0.1, 0.3, 0.6, -0.8}};

  private static final double[][] X = {{1, 2}, {-0.5, 0.3}, {0, -1.5}, {2, -1}};
  private static final double[][] Y = {{1, 0}, {0, 0}, {1, 1}, {0, 1}};

  /** Some thirty roundings of numbers of size 1. */
  private static final double EXACT = 1e-14;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 3})
  void costIsCrossEntropySummedOverOutputsPlusHalfLambdaSquares(double lambda) {
    double sum = 0;
    for (int i = 0; i < X.length; i++) {
      double[] h = activations(THETA2, activations(THETA1, X[i]));
      for (int k = 0; k < h.length; k++) {
        sum += Y[i][k] * Math.log(h[k]) + (1 - Y[i][k]) * Math.log(1 - h[k]);
      }
    }
    double m = X.length;
    double cost = -sum / m + lambda / (2 * m) * (squares(THETA1) + squares(THETA2));

    assertThat(objective(lambda).at(unrolled(THETA1, THETA2)).value())
        .isCloseTo(cost, within(EXACT));
    assertThat(objective(lambda).value(unrolled(THETA1, THETA2))).isCloseTo(cost, within(EXACT));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 3})
  void gradientIsDeltaPlusLambdaThetaOverMWithoutLambdaForTheBias(double lambda) {
    double[][] sum1 = new double[3][3];
    double[][] sum2 = new double[2][4];
    for (int i = 0; i < X.length; i++) {
      double[] a = activations(THETA1, X[i]);
      double[] h = activations(THETA2, a);
      double[] delta3 = {h[0] - Y[i][0], h[1] - Y[i][1]};
      double[] delta2 = new double[3];
      for (int j = 0; j < 3; j++) {
        double back = THETA2[0][j + 1] * delta3[0] + THETA2[1][j + 1] * delta3[1];
        delta2[j] = back * a[j] * (1 - a[j]);
      }
      accumulate(sum1, delta2, X[i]);
      accumulate(sum2, delta3, a);
    }

    assertThat(objective(lambda).at(unrolled(THETA1, THETA2)).gradient())
        .containsExactly(
            unrolled(divided(sum1, THETA1, lambda), divided(sum2, THETA2, lambda)), within(EXACT));
  }

  @Test
  void biasesAreNotPenalised() {
    double[] biasesAlone = {5, 0, 0, -7, 0, 0, 2, 0, 0, 3, 0, 0, 0, -4, 0, 0, 0};
    Objective penalised = objective(10).at(biasesAlone);
    Objective free = objective(0).at(biasesAlone);
    // The penalty's terms are exactly 0, so the bits are equal.
    assertThat(penalised.value()).isEqualTo(free.value());
    assertThat(penalised.gradient()).isEqualTo(free.gradient());
  }

  /** The reason for random initial weights: with equal weights, hidden units stay equal. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void hiddenUnitsOfEqualWeightsTakeEqualGradients(double constant) {
    double[] theta = new double[17];
    Arrays.fill(theta, constant);
    double[] gradient = objective(1).at(theta).gradient();
    for (int j = 0; j < 3; j++) {
      // The same operations in the same order for each unit; a BLAS may still fuse one of them.
      assertThat(gradient[3 + j]).isCloseTo(gradient[j], within(EXACT));
      assertThat(gradient[6 + j]).isCloseTo(gradient[j], within(EXACT));
    }
  }

  private static double[] activations(double[][] theta, double[] a) {
    double[] next = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double z = theta[i][0];
      for (int j = 0; j < a.length; j++) {
        z += theta[i][j + 1] * a[j];
      }
      next[i] = 1 / (1 + Math.exp(-z));
    }
    return next;
  }

  /** Delta := Delta + delta [1; a]^T. */
  private static void accumulate(double[][] sum, double[] delta, double[] a) {
    for (int i = 0; i < delta.length; i++) {
      sum[i][0] += delta[i];
      for (int j = 0; j < a.length; j++) {
        sum[i][j + 1] += delta[i] * a[j];
      }
    }
  }

  /** D = (Delta + lambda Theta)/m, but Delta/m in column 0. */
  private static double[][] divided(double[][] sum, double[][] theta, double lambda) {
    double[][] d = new double[sum.length][sum[0].length];
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j < d[i].length; j++) {
        d[i][j] = (sum[i][j] + (j == 0 ? 0 : lambda * theta[i][j])) / X.length;
      }
    }
    return d;
  }

  private static double squares(double[][] theta) {
    double sum = 0;
    for (double[] row : theta) {
      for (int j = 1; j < row.length; j++) {
        sum += row[j] * row[j];
      }
    }
    return sum;
  }

  private static double[] unrolled(double[][] first, double[][] second) {
    return Stream.of(first, second)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static BlockObjective<double[]> objective(double lambda) {
    Samples samples = new Samples(TOPOLOGY.outputLoss(), X, Y, new double[] {1, 1, 1, 1});
    return new BlockObjective<>(
        new ParameterLayout(TOPOLOGY),
        Kernel.float64(),
        samples.blocks(Kernel.float64(), 3, 1),
        new Penalty(0, lambda));
  }
}
