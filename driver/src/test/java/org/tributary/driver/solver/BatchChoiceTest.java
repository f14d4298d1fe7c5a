package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;

class BatchChoiceTest {
  private static Block<double[]> block(int rows) {
    double[] values = new double[2 * rows];
    for (int r = 0; r < rows; r++) {
      values[2 * r + 1] = r;
    }
    Inputs<double[]> inputs = new Inputs.Dense<>(1, values);
    return new Block<>(0, rows, inputs, new ClassTargets<>(new int[rows]), new double[rows]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
  void aBlockBringsItsShareToABatchAndNoMore(int batches) {
    Block<double[]> block = block(5);
    BatchChoice choice = new BatchChoice(1, 0, 0, batches);
    BatchOrder<double[]> order = new BatchOrder<>(List.of(block, block), choice);
    assertThat(order.mostRows()).isEqualTo(batches == 1 ? 10 : 2);
    Batch<double[]> batch = new Batch<>(Kernel.float64(), order.mostRows(), block);
    order.gather(0, List.of(block, block), batch);
    assertThat(batch.rows()).isLessThanOrEqualTo(batches == 1 ? 10 : 2);
  }

  @Test
  void everyRowIsInOneBatch() {
    Batch<double[]> batch = new Batch<>(Kernel.float64(), 5, block(5));
    int rows = 0;
    for (int b = 0; b < 7; b++) {
      List<Block<double[]>> blocks = List.of(block(5));
      new BatchOrder<>(blocks, new BatchChoice(1, 3, b, 7)).gather(b, blocks, batch);
      rows += batch.rows();
    }
    assertThat(rows).isEqualTo(5);
  }

  @Test
  void anOrderServesCopiesOfItsBlocksAndKeepsNone() {
    BatchChoice choice = new BatchChoice(1, 3, 0, 2);
    BatchOrder<double[]> order = new BatchOrder<>(List.of(block(5)), choice);
    Batch<double[]> batch = new Batch<>(Kernel.float64(), 5, block(5));
    order.gather(0, List.of(block(5)), batch);
    int rows = batch.rows();
    order.gather(1, List.of(block(5)), batch);
    assertThat(rows + batch.rows()).isEqualTo(5);
    assertThat(BatchOrder.class.getDeclaredFields())
        .noneMatch(field -> List.class.isAssignableFrom(field.getType()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void rowsOfABlockAloneAreThoseOfItsOrder(int batches) {
    Block<double[]> block = block(20);
    List<Block<double[]>> blocks = List.of(block, block);
    for (int b = 0; b < batches; b++) {
      BatchChoice choice = new BatchChoice(4, 2, b, batches);
      BatchOrder<double[]> order = new BatchOrder<>(blocks, choice);
      Batch<double[]> batch = new Batch<>(Kernel.float64(), order.mostRows(), block);
      order.gather(b, blocks, batch);
      List<Double> alone = new ArrayList<>();
      for (int piece = 0; piece < 2; piece++) {
        for (int row : BatchOrder.rows(block, piece, choice)) {
          alone.add((double) row);
        }
      }
      List<Double> gathered = new ArrayList<>();
      for (int r = 0; r < batch.rows(); r++) {
        gathered.add(batch.block(0).inputs().dense().values()[2 * r + 1]);
      }
      assertThat(alone).isEqualTo(gathered);
    }
  }

  @Test
  void anOrderServesTheBatchesOfOneEpoch() {
    BatchOrder<double[]> order = new BatchOrder<>(List.of(block(5)), new BatchChoice(1, 3, 0, 7));
    assertThat(order.isOf(new BatchChoice(1, 3, 6, 7))).isTrue();
    assertThat(order.isOf(new BatchChoice(1, 4, 0, 7))).isFalse();
    assertThat(order.isOf(new BatchChoice(2, 3, 0, 7))).isFalse();
    assertThat(order.isOf(new BatchChoice(1, 3, 0, 8))).isFalse();
  }
}
