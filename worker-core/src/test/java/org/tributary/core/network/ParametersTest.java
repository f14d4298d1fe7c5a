package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Matrix;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;

/** Both ways to read the parameters multiply by the same numbers. */
class ParametersTest {
  private static final int ROWS = 5;

  /** More units than one tile of a transposition has, in either direction. */
  private static final Topology TOPOLOGY =
      new Topology(
          70,
          List.of(new HiddenLayer(33, Activation.TANH), new HiddenLayer(3, Activation.TANH)),
          40,
          OutputLoss.IDENTITY_SQUARED_ERROR);

  private final ParameterLayout layout = new ParameterLayout(TOPOLOGY);

  @ParameterizedTest
  @EnumSource
  void transposedParametersGiveTheSameForwardProducts(Precision precision) {
    assertSameProducts(KernelFactory.of(precision).create());
  }

  private <A> void assertSameProducts(Kernel<A> kernel) {
    A theta = kernel.fromDoubles(numbers(layout.size()));
    Parameters<A> transposed = new Parameters.Transposed<>(layout, kernel, theta);
    for (int l = 0; l < TOPOLOGY.weightLayers(); l++) {
      A from = kernel.fromDoubles(numbers(ROWS * (TOPOLOGY.units(l) + 1)));
      double[] expected = forward(kernel, Parameters.of(layout, theta), l, from);
      double bound = (TOPOLOGY.units(l) + 1) * Math.ulp(1f);
      assertThat(forward(kernel, transposed, l, from)).containsExactly(expected, within(bound));
    }
    assertThat(transposed.theta(0).values()).isSameAs(theta);
  }

  private <A> double[] forward(Kernel<A> kernel, Parameters<A> parameters, int l, A from) {
    A to = kernel.allocate(ROWS * (TOPOLOGY.units(l + 1) + 1));
    int in = layout.columns(l);
    int out = layout.rows(l);
    parameters.forward(kernel, l, Matrix.of(from, ROWS, in), Matrix.of(to, 1, ROWS, out, out + 1));
    double[] z = kernel.toDoubles(to);
    for (int r = 0; r < ROWS; r++) {
      assertThat(z[r * (TOPOLOGY.units(l + 1) + 1)]).as("where the leading ones go").isZero();
    }
    return z;
  }

  private static double[] numbers(int length) {
    return new SplittableRandom(length).doubles(length, -1, 1).toArray();
  }
}
