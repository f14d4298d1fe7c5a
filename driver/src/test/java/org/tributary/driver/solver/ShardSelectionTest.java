package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.dataset.LeafRange;

class ShardSelectionTest {
  private static final int SHARDS = 3;
  private static final int LEAVES = 12;
  private static final long SEED = 7;
  private static final Kernel<double[]> KERNEL = Kernel.float64();
  private static final LeafRange RANGE = LeafRange.even(LEAVES, SHARDS, 1);

  /** Blocks of 0 to 6 rows, two of some leaves; each row has a number of its own as its input. */
  private static List<Block<double[]>> blocks() {
    List<Block<double[]>> blocks = new ArrayList<>();
    int next = 0;
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      for (int piece = 0; piece <= leaf % 2; piece++) {
        int rows = (3 * leaf + piece) % 7;
        double[] inputs = new double[2 * rows];
        for (int r = 0; r < rows; r++) {
          inputs[2 * r + 1] = next++;
        }
        blocks.add(
            new Block<>(
                leaf,
                rows,
                new Inputs.Dense<>(1, inputs),
                new ClassTargets<>(new int[rows]),
                new double[rows]));
      }
    }
    return blocks;
  }

  private static int[] rowsOfShards() {
    int[] rows = new int[SHARDS];
    blocks().forEach(block -> rows[RANGE.groupOf(block.index())] += block.rows());
    return rows;
  }

  private static LocalStepsWork<double[]> work(int batch) {
    return new LocalStepsWork<>(
        new Topology(
            1, List.of(new HiddenLayer(1, Activation.RELU)), 2, OutputLoss.SOFTMAX_CROSS_ENTROPY),
        Penalty.NONE,
        Regularization.NONE,
        1,
        RANGE,
        batch,
        SEED,
        false,
        rowsOfShards());
  }

  private static List<Double> gathered(ShardRows<double[]> rows, LocalRound round, int batch) {
    Batch<double[]> into = new Batch<>(KERNEL, batch, rows.any());
    List<Double> numbers = new ArrayList<>();
    for (int step = 0; step < round.steps(); step++) {
      rows.gather((round.done() + step) * batch, batch, into);
      for (int r = 0; r < batch; r++) {
        numbers.add(into.block(0).inputs().dense().values()[2 * r + 1]);
      }
    }
    return numbers;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1", "0, 1, 4", "0, 3, 2", "5, 2, 3", "2, 2, 5", "4, 5, 4", "1, 9, 7", "6, 1, 3"
  })
  void roundTakesTheSameRowsFromSelectedBlocksAndHoldsNoOthers(long done, int steps, int batch) {
    LocalRound round =
        new LocalRound(new OptimizerSpec.GradientDescent(new Schedule.Constant(1)), done, steps);
    ShardSelection<double[]> selection = new ShardSelection<>(work(batch), KERNEL);
    selection.begin(round);
    List<List<Double>> selected = new ArrayList<>();
    new LeafGroups<>(blocks().iterator(), RANGE, true, selection::kept)
        .forEachRemaining(
            group -> {
              int held = group.blocks().stream().mapToInt(Block::rows).sum();
              assertThat(held)
                  .isPositive()
                  .isLessThanOrEqualTo(Math.min(steps * batch, rowsOfShards()[group.index()]));
              selected.add(gathered(selection.rows(group.index(), group.blocks()), round, batch));
            });
    ShardSelection<double[]> whole = new ShardSelection<>(work(batch), KERNEL);
    whole.begin(round);
    List<List<Double>> expected = new ArrayList<>();
    new LeafGroups<>(blocks().iterator(), RANGE, true, block -> block)
        .forEachRemaining(
            group ->
                expected.add(gathered(whole.rows(group.index(), group.blocks()), round, batch)));
    assertThat(selected).hasSize(SHARDS).isEqualTo(expected);
  }
}
