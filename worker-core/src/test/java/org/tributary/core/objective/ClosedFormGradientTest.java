package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.random.RandomStream;

/**
 * Backpropagation gives the closed-form gradients of a 2-3-2 sigmoid network with squared error
 * (Rumelhart, Hinton and Williams, 1986): delta^(3) = (a^(3) - y) .* g'(z^(3)), delta^(2) =
 * (Theta^(2))^T delta^(3) .* g'(z^(2)), dJ/dTheta^(l) = delta^(l+1) (a^(l))^T.
 *
 * <p>The test multiplies row vectors from the left, a W + b, so W is the transpose of Theta without
 * the bias.
 */
class ClosedFormGradientTest {
  private static final Topology TOPOLOGY =
      new Topology(
          2, List.of(new HiddenLayer(3, Activation.SIGMOID)), 2, OutputLoss.SIGMOID_SQUARED_ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void gradientEqualsTheClosedForm(long seed) {
    RandomStream random = RandomStream.of(seed, "closed-form", 0);
    double[][] w1 = matrix(random, 2, 3);
    double[] b1 = matrix(random, 1, 3)[0];
    double[][] w2 = matrix(random, 3, 2);
    double[] b2 = matrix(random, 1, 2)[0];
    double[] x = matrix(random, 1, 2)[0];
    double[] y = {random.uniform(), random.uniform()};

    double[] a2 = sigmoid(affine(x, w1, b1));
    double[] a3 = sigmoid(affine(a2, w2, b2));
    // (a3 - y) o sigma'(z3), 1 x 2
    double[] delta3 = new double[2];
    double cost = 0;
    for (int k = 0; k < 2; k++) {
      delta3[k] = (a3[k] - y[k]) * a3[k] * (1 - a3[k]);
      cost += (a3[k] - y[k]) * (a3[k] - y[k]) / 2;
    }
    // delta3 W2^T o sigma'(z2), 1 x 3
    double[] delta2 = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = delta3[0] * w2[i][0] + delta3[1] * w2[i][1];
      delta2[i] = sum * a2[i] * (1 - a2[i]);
    }

    Samples sample =
        new Samples(
            TOPOLOGY.outputLoss(), new double[][] {x}, new double[][] {y}, new double[] {1});
    Objective actual =
        new BlockObjective<>(
                new ParameterLayout(TOPOLOGY),
                Kernel.float64(),
                sample.block(Kernel.float64()),
                Penalty.NONE)
            .at(unrolled(w1, b1, w2, b2));

    // The same dozen operations on numbers of size 1 in another order.
    assertThat(actual.value()).isCloseTo(cost, within(1e-14));
    // dC/dW1 = x' delta2, dC/dW2 = a2' delta3, and the biases take delta itself.
    double[] expected = unrolled(outer(x, delta2), delta2, outer(a2, delta3), delta3);
    assertThat(actual.gradient()).containsExactly(expected, within(1e-14));
  }

  private static double[][] matrix(RandomStream random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.normal();
      }
    }
    return matrix;
  }

  private static double[] affine(double[] a, double[][] w, double[] b) {
    double[] z = b.clone();
    for (int j = 0; j < b.length; j++) {
      for (int i = 0; i < a.length; i++) {
        z[j] += a[i] * w[i][j];
      }
    }
    return z;
  }

  private static double[] sigmoid(double[] z) {
    double[] a = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      a[i] = 1 / (1 + Math.exp(-z[i]));
    }
    return a;
  }

  private static double[][] outer(double[] a, double[] delta) {
    double[][] product = new double[a.length][delta.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < delta.length; j++) {
        product[i][j] = a[i] * delta[j];
      }
    }
    return product;
  }

  /** Returns Theta^(1) = [b1', W1'], then Theta^(2) = [b2', W2'], row by row. */
  private static double[] unrolled(double[][] w1, double[] b1, double[][] w2, double[] b2) {
    return new double[] {
      b1[0], w1[0][0], w1[1][0], b1[1], w1[0][1], w1[1][1], b1[2], w1[0][2], w1[1][2], b2[0],
      w2[0][0], w2[1][0], w2[2][0], b2[1], w2[0][1], w2[1][1], w2[2][1]
    };
  }
}
