package org.tributary.driver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.dataset.LeafRange;

/** Which runs of leaves meet on each level of a tree. */
class TreeLevelsTest {

  @Test
  void oneLevelIsOneTask() {
    LeafRange range = LeafRange.even(1024, 1024, 200);
    assertThat(TreeLevels.of(range, 1))
        .containsExactly(new TreeLevels.Level(10, 1, range.subtrees(), range.subtrees()));
  }

  @Test
  void runsOfEqualPartitionsMeetByTheirRoot() {
    assertThat(TreeLevels.of(LeafRange.even(1024, 1024, 64), 2))
        .containsExactly(new TreeLevels.Level(7, 8, 64, 8), new TreeLevels.Level(10, 1, 8, 8));
    assertThat(TreeLevels.of(LeafRange.even(1024, 1024, 64), 3))
        .containsExactly(
            new TreeLevels.Level(6, 16, 64, 4),
            new TreeLevels.Level(8, 4, 16, 4),
            new TreeLevels.Level(10, 1, 4, 4));
  }

  @Test
  void whatIsLeftOfAnIncompleteRunAreSeveralSubtrees() {
    // 32 + 8 + 4 + 1 leaves.
    assertThat(TreeLevels.of(LeafRange.even(45, 45, 45), 2))
        .containsExactly(new TreeLevels.Level(3, 6, 45, 8), new TreeLevels.Level(6, 1, 7, 7));
  }

  @Test
  void subtreesMeetByTheRunTheyAreInWhoeverHandsThemUp() {
    LeafRange range = LeafRange.even(16, 16, 16).joined(5);
    assertThat(range.subtreeStarts()).containsExactly(0, 4, 6, 7, 8, 10, 12, 13, 14);
    // 0; 4, 6, 7; 8, 10; 12, 13, 14.
    assertThat(TreeLevels.of(range, 2))
        .containsExactly(new TreeLevels.Level(2, 4, 9, 3), new TreeLevels.Level(4, 1, 4, 4));
  }

  @Test
  void noLevelIsMadeThatBringsNothing() {
    assertThat(TreeLevels.of(LeafRange.even(16, 16, 1), 9))
        .isEqualTo(List.of(new TreeLevels.Level(4, 1, 1, 1)));
    assertThat(TreeLevels.of(LeafRange.even(4, 4, 4), 9)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"4", "16", "64", "200", "1000", "3000"})
  void noTaskTakesManyMoreThanTheRootOfTheSubtrees(int partitions) {
    for (int leaves : new int[] {partitions, 5 * partitions, LeafRange.leavesOf(partitions, 1)}) {
      LeafRange range = LeafRange.aligned(leaves, leaves, partitions, leaves);
      int most =
          TreeLevels.of(range, 2).stream().mapToInt(TreeLevels.Level::most).max().orElseThrow();
      // Runs double, so the best one may be off by the root of two; and the last one leaves up to
      // the logarithm of its leaves.
      assertThat(most)
          .as("%d leaves", leaves)
          .isLessThanOrEqualTo((int) Math.ceil(Math.sqrt(2.0 * range.subtrees())) + 3);
    }
  }
}
