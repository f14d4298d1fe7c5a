package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * The line f(x) = m x + c is a network without a hidden layer, and gradient descent finds the
 * least-squares line.
 *
 * <p>Theta is [c, m]. J is the mean of 1/2 (f(x) - y)^2 over the data.
 */
class LineFitTest {
  private static final double[] X = {-2, -1, 0.5, 1, 3};
  private static final double[] Y = {-3.5, -2, 1.5, 2, 5};

  @Test
  void slopeOfTheCostIsTheSumOfErrorTimesX() {
    double m = 1;
    double[] theta = {0, m};

    Objective objective = line().at(theta);

    double cost = 0;
    double slope = 0;
    double errors = 0;
    for (int i = 0; i < X.length; i++) {
      cost += (m * X[i] - Y[i]) * (m * X[i] - Y[i]) / 2;
      slope += (m * X[i] - Y[i]) * X[i];
      errors += m * X[i] - Y[i];
    }
    // Sums of 5 numbers below 10: a few roundings of 1e-15.
    assertThat(X.length * objective.value()).isCloseTo(cost, within(1e-14));
    assertThat(X.length * objective.gradient()[1]).isCloseTo(slope, within(1e-14));
    assertThat(X.length * objective.gradient()[0]).isCloseTo(errors, within(1e-14));
  }

  @Test
  void gradientDescentEndsAtTheLeastSquaresLine() {
    BlockObjective<double[]> objective = line();
    double learningRate = 0.2;
    double[] theta = {0, 1};
    for (int step = 0; step < 500; step++) {
      double[] gradient = objective.at(theta).gradient();
      for (int i = 0; i < theta.length; i++) {
        theta[i] -= learningRate * gradient[i];
      }
    }

    double meanX = Arrays.stream(X).average().orElseThrow();
    double meanY = Arrays.stream(Y).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < X.length; i++) {
      covariance += (X[i] - meanX) * (Y[i] - meanY);
      variance += (X[i] - meanX) * (X[i] - meanX);
    }
    double m = covariance / variance;
    double c = meanY - m * meanX;
    // The Hessian [[1, 0.3], [0.3, 3.05]] has its eigenvalues in [0.95, 3.1], so a step leaves at
    // most 0.81 of the error: 0.81^500 is 1e-46, and only rounding of numbers below 10 remains.
    assertThat(theta).containsExactly(new double[] {c, m}, within(1e-14));
    assertThat(objective.at(theta).gradientNorm()).isLessThan(1e-14);
  }

  private static BlockObjective<double[]> line() {
    Topology topology = new Topology(1, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR);
    double[] weights = new double[X.length];
    Arrays.fill(weights, 1);
    Samples samples = new Samples(topology.outputLoss(), column(X), column(Y), weights);
    return new BlockObjective<>(
        new ParameterLayout(topology),
        Kernel.float64(),
        samples.block(Kernel.float64()),
        Penalty.NONE);
  }

  private static double[][] column(double[] values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }
}
