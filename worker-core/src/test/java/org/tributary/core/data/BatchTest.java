package org.tributary.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Topology;

class BatchTest {
  private static final Kernel<double[]> KERNEL = Kernel.float64();

  private static final Block<double[]> SOURCE =
      new Block<>(
          0,
          3,
          new Inputs.Dense<>(2, new double[] {1, 0.5, -1, 1, 2, 0.25, 1, -0.75, 3}),
          new ClassTargets<>(new int[] {2, 0, 1}),
          new double[] {1, 4, 0.5});

  private static Batch<double[]> batchOfRows(int... rows) {
    Batch<double[]> batch = new Batch<>(KERNEL, 4, SOURCE);
    for (int row : rows) {
      batch.add(SOURCE, row);
    }
    return batch;
  }

  @Test
  void holdsTheRowsInTheOrderTheyWereAdded() {
    Block<double[]> block = batchOfRows(2, 0).block(7);
    assertThat(block.index()).isEqualTo(7);
    assertThat(block.rows()).isEqualTo(2);
    assertThat(block.inputs().dense().values()).startsWith(1, -0.75, 3, 1, 0.5, -1);
    assertThat(block.weights()).startsWith(0.5, 1);
    assertThat(((ClassTargets<double[]>) block.targets()).classes()).startsWith(1, 2);
  }

  @Test
  void beginsAnewOnceCleared() {
    Batch<double[]> batch = batchOfRows(0, 1, 2);
    batch.clear();
    batch.add(SOURCE, 1);
    assertThat(batch.rows()).isEqualTo(1);
    assertThat(batch.weightSum()).isEqualTo(4);
    assertThat(batch.block(0).inputs().dense().values()).startsWith(1, 2, 0.25);
  }

  @Test
  void aSumOverItsMeanIsTheSumOverItsBlockByTheWeights() {
    ParameterLayout layout =
        new ParameterLayout(
            new Topology(
                2,
                List.of(new HiddenLayer(3, Activation.TANH)),
                3,
                OutputLoss.SOFTMAX_CROSS_ENTROPY));
    double[] theta = Initialization.AUTO.parameters(layout, 1);
    Backpropagation<double[]> backpropagation = new Backpropagation<>(layout, KERNEL, 4);
    Batch<double[]> batch = batchOfRows(0, 1, 2);
    double[] sum = new double[layout.size()];
    double[] mean = new double[layout.size()];
    double lossSum = backpropagation.gradient(Parameters.of(layout, theta), batch.block(0), sum);
    double lossMean = backpropagation.gradient(Parameters.of(layout, theta), batch.mean(0), mean);
    // A handful of roundings of numbers below 10.
    assertThat(lossMean).isCloseTo(lossSum / 5.5, within(1e-14));
    for (int i = 0; i < sum.length; i++) {
      assertThat(mean[i]).isCloseTo(sum[i] / 5.5, within(1e-14));
    }
    assertThat(batch.block(0).weights()).startsWith(1, 4, 0.5);
  }
}
