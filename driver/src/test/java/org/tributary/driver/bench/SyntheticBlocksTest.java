package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.Blocks;

class SyntheticBlocksTest {

  // 5 partitions leave one without a block.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void blocksAreTheSameOnAnyNumberOfPartitions(int partitions) {
    SyntheticBlocks shape = new SyntheticBlocks(10, 3, 4, 3, partitions);
    try (Blocks<float[]> blocks = shape.cached(LocalSpark.context(), KernelFactory.FLOAT32)) {
      List<Block<float[]>> collected = blocks.rdd().collect();
      assertThat(blocks.leaves()).isEqualTo(4);
      assertThat(collected).extracting(Block::index).containsExactly(0, 1, 2, 3);
      assertThat(collected).extracting(Block::rows).containsExactly(2, 3, 2, 3);
      for (Block<float[]> block : collected) {
        Block<float[]> expected = shape.block(block.index(), KernelFactory.FLOAT32.create());
        assertThat(block.inputs().dense().values())
            .containsExactly(expected.inputs().dense().values());
      }
    }
  }

  @Test
  void dataOfNoRowsIsRefused() {
    assertThatThrownBy(() -> new SyntheticBlocks(0, 3, 4, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid data: 0 rows of 3 features");
  }
}
