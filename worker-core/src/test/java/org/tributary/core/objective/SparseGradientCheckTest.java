package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;

/** The gradient over sparse inputs is that of J, by central differences in float64. */
class SparseGradientCheckTest {
  /** As in {@link GradientCheckTest}. */
  private static final double TOLERANCE = 1e-7;

  private static final int FEATURES = 7;

  static Stream<Topology> networks() {
    return Stream.of(OutputLoss.values())
        .flatMap(
            loss ->
                Stream.of(
                        List.<HiddenLayer>of(),
                        List.of(new HiddenLayer(4, Activation.RELU)),
                        List.of(
                            new HiddenLayer(5, Activation.GELU),
                            new HiddenLayer(3, Activation.TANH)))
                    .map(hidden -> new Topology(FEATURES, hidden, 3, loss)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientMatchesCentralDifferences(Topology topology) {
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, 24, Weighting.UNEQUAL, 11);
    List<Block<double[]>> blocks = new ArrayList<>();
    for (Block<double[]> block : samples.blocks(Kernel.float64(), 16, 8)) {
      blocks.add(thinned(block));
    }
    Regularization dropout = new Regularization(new Dropout(0.2, List.of()), 0);
    GradientCheck check =
        new GradientCheck(layout, blocks, new Penalty(0, 3), dropout, Integer.MAX_VALUE, 0);

    GradientCheckResult result = check.check(RandomTheta.of(layout, 12));

    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
  }

  /** Leaves out the negative inputs. */
  private static Block<double[]> thinned(Block<double[]> block) {
    double[] dense = block.inputs().dense().values();
    int[] rowPointers = new int[block.rows() + 1];
    int[] columns = new int[block.rows() * FEATURES];
    double[] values = new double[columns.length];
    int at = 0;
    for (int r = 0; r < block.rows(); r++) {
      for (int j = 0; j < FEATURES; j++) {
        double value = dense[r * (FEATURES + 1) + 1 + j];
        if (value > 0) {
          columns[at] = j;
          values[at++] = value;
        }
      }
      rowPointers[r + 1] = at;
    }
    Inputs<double[]> sparse = new Inputs.Csr<>(FEATURES, rowPointers, columns, values);
    return new Block<>(block.index(), block.rows(), sparse, block.targets(), block.weights());
  }
}
