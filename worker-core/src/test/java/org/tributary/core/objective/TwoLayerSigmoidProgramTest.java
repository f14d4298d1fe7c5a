package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.random.RandomStream;

/**
 * Backpropagation gives the gradients of a two-layer program, and both match numerical gradients.
 *
 * <p>The program is a 2-2-1 network of sigmoids with cross-entropy for one sample, parameters and
 * inputs uniform in [0, 1). Here it is plain loops, theta being W1 and b1, then W2 and b2,
 * unrolled.
 */
class TwoLayerSigmoidProgramTest {
  private static final Topology TOPOLOGY =
      new Topology(
          2, List.of(new HiddenLayer(2, Activation.SIGMOID)), 1, OutputLoss.SIGMOID_CROSS_ENTROPY);

  /** The program's own step. */
  private static final double EPSILON = 1e-6;

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 0", "4, 1", "5, 1", "6, 0"})
  void gradientEqualsTheProgramsAndItsNumericalOne(long seed, double y) {
    RandomStream random = RandomStream.of(seed, "np.random.rand", 0);
    double[] theta = new double[9];
    Arrays.setAll(theta, i -> random.uniform());
    double[] x = {random.uniform(), random.uniform()};
    Samples sample =
        new Samples(
            TOPOLOGY.outputLoss(), new double[][] {x}, new double[][] {{y}}, new double[] {1});

    Objective actual =
        new BlockObjective<>(
                new ParameterLayout(TOPOLOGY),
                Kernel.float64(),
                sample.block(Kernel.float64()),
                Penalty.NONE)
            .at(theta);

    // Both are exact up to some ten roundings of numbers below 3. The loss of the program goes
    // through 1 - a2 >= 0.04, which loses two digits more.
    assertThat(actual.value()).isCloseTo(fprop(x, y, theta), within(1e-13));
    assertThat(actual.gradient()).containsExactly(bprop(x, y, theta), within(1e-14));
    // Rounding of a loss of about 1 by 1e-16, over 2e-6, is 1e-10; truncation is 1e-12.
    assertThat(actual.gradient()).containsExactly(numerical(x, y, theta), within(1e-9));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] hidden(double[] x, double[] theta) {
    return new double[] {
      sigmoid(theta[1] * x[0] + theta[2] * x[1] + theta[0]),
      sigmoid(theta[4] * x[0] + theta[5] * x[1] + theta[3])
    };
  }

  private static double output(double[] a1, double[] theta) {
    return sigmoid(theta[7] * a1[0] + theta[8] * a1[1] + theta[6]);
  }

  private static double fprop(double[] x, double y, double[] theta) {
    double a2 = output(hidden(x, theta), theta);
    return -(y * Math.log(a2) + (1 - y) * Math.log(1 - a2));
  }

  private static double[] bprop(double[] x, double y, double[] theta) {
    double[] a1 = hidden(x, theta);
    double dz2 = output(a1, theta) - y;
    double dz10 = theta[7] * dz2 * a1[0] * (1 - a1[0]);
    double dz11 = theta[8] * dz2 * a1[1] * (1 - a1[1]);
    return new double[] {
      dz10, dz10 * x[0], dz10 * x[1],
      dz11, dz11 * x[0], dz11 * x[1],
      dz2, dz2 * a1[0], dz2 * a1[1]
    };
  }

  private static double[] numerical(double[] x, double y, double[] theta) {
    double[] gradient = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double[] plus = theta.clone();
      double[] minus = theta.clone();
      plus[i] += EPSILON;
      minus[i] -= EPSILON;
      gradient[i] = (fprop(x, y, plus) - fprop(x, y, minus)) / (2 * EPSILON);
    }
    return gradient;
  }
}
