package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.data.Block;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Topology;

/** A layer computes Z = W A + b and A = sigmoid(Z), compared with numbers calculated by hand. */
class LayerExampleTest {
  /** The example's W (4 x 3), with its b in column 0. */
  private static final double[] THETA = {
    -1, 1, -1, -0.5, -1, 1, 0.5, -1, 1, -0.2, 0.3, 0.5, 1, -1, 1, 1
  };

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(new Topology(3, List.of(), 4, OutputLoss.SIGMOID_SQUARED_ERROR));
  private static final Parameters<double[]> PARAMETERS = Parameters.of(LAYOUT, THETA);

  private static final double[] FIRST = {1, -1, -0.5};
  private static final double[] SECOND = {-1, -0.5, 1};
  private static final double[] Z_FIRST = {1.25, 0, 0.25, -1.5};
  private static final double[] Z_SECOND = {-2, -3.25, 1.55, 2.5};
  private static final double[] A_FIRST = {0.78, 0.50, 0.56, 0.18};
  private static final double[] A_SECOND = {0.12, 0.04, 0.83, 0.92};

  /** The sums have 4 terms of size 1: a few roundings of 1e-16. */
  private static final double EXACT = 1e-15;

  /** The seed prints two decimals, and 0.8249 as 0.83. */
  private static final double PRINTED = 0.0052;

  @Test
  void singleSampleGivesTheLogitsAndActivationsOfTheExample() {
    assertThat(logits(FIRST)[0]).containsExactly(Z_FIRST, within(EXACT));
    assertThat(outputs(FIRST)[0]).containsExactly(A_FIRST, within(PRINTED));
    assertThat(outputs(FIRST)[0]).containsExactly(sigmoid(Z_FIRST), within(EXACT));
  }

  @Test
  void twoSamplesGiveTheColumnsOfTheExample() {
    double[][] z = logits(FIRST, SECOND);
    assertThat(z[0]).containsExactly(Z_FIRST, within(EXACT));
    assertThat(z[1]).containsExactly(Z_SECOND, within(EXACT));
    double[][] a = outputs(FIRST, SECOND);
    assertThat(a[0]).containsExactly(A_FIRST, within(PRINTED));
    assertThat(a[1]).containsExactly(A_SECOND, within(PRINTED));
    assertThat(a[1]).containsExactly(sigmoid(Z_SECOND), within(EXACT));
  }

  private static double[] sigmoid(double[] z) {
    return Arrays.stream(z).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  private static double[][] logits(double[]... inputs) {
    return rows(backpropagation(inputs).logits(PARAMETERS, block(inputs)), inputs.length);
  }

  private static double[][] outputs(double[]... inputs) {
    return rows(backpropagation(inputs).outputs(PARAMETERS, block(inputs)), inputs.length);
  }

  private static Backpropagation<double[]> backpropagation(double[]... inputs) {
    return new Backpropagation<>(LAYOUT, Kernel.float64(), inputs.length);
  }

  private static Block<double[]> block(double[]... inputs) {
    double[][] targets = new double[inputs.length][4];
    double[] weights = new double[inputs.length];
    Arrays.fill(weights, 1);
    return new Samples(OutputLoss.SIGMOID_SQUARED_ERROR, inputs, targets, weights)
        .block(Kernel.float64())
        .get(0);
  }

  /** Returns augmented rows of 4 units without what leads them. */
  private static double[][] rows(double[] augmented, int count) {
    double[][] rows = new double[count][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(augmented, r * 5 + 1, r * 5 + 5));
    return rows;
  }
}
