package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.summation.SummationTree;

/** Every leaf in one partition, partitions of nearly equal size, and few subtrees. */
class LeafRangeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 40, 200})
  void everyLeafIsInThePartitionWhoseRunHoldsIt(int partitions) {
    for (int leaves = 1; leaves < 500; leaves += 3) {
      for (int groups : new int[] {leaves, (leaves + 2) / 3, 1}) {
        LeafRange range = LeafRange.aligned(leaves, groups, partitions, 20);
        assertThat(range.firstOf(0)).isZero();
        assertThat(range.firstOf(partitions)).isEqualTo(leaves);
        for (int p = 0; p < partitions; p++) {
          assertThat(range.firstOf(p)).isLessThanOrEqualTo(range.firstOf(p + 1));
          for (int leaf = range.firstOf(p); leaf < range.firstOf(p + 1); leaf++) {
            assertThat(range.partitionOf(leaf)).isEqualTo(p);
            assertThat(range.groupOf(leaf))
                .isBetween(range.firstGroupOf(p), range.firstGroupOf(p + 1) - 1);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 40, 64, 200})
  void aPartitionHoldsAnEighthMoreThanTheMeanAtMost(int partitions) {
    for (int groups = 1; groups < 40 * partitions; groups += 1 + groups / 50) {
      LeafRange range = LeafRange.aligned(groups, groups, partitions, groups);
      double mean = groups / (double) partitions;
      assertThat(most(range)).isLessThanOrEqualTo((int) Math.ceil(mean * 9 / 8));
    }
  }

  @Test
  void slackBoundsWhatAPartitionHoldsMore() {
    for (int slack = 0; slack < 20; slack++) {
      LeafRange range = LeafRange.aligned(1000, 1000, 7, slack);
      // The mean is 142.9, an eighth of which is 17.9.
      assertThat(most(range)).isLessThanOrEqualTo(Math.max(143, 142 + Math.min(slack, 18)));
    }
    assertThat(LeafRange.aligned(1000, 1000, 7, 20).subtrees())
        .isLessThan(LeafRange.aligned(1000, 1000, 7, 4).subtrees());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 40})
  void evenRunsDifferByOneUnitAtMost(int partitions) {
    for (int groups = 1; groups < 300; groups++) {
      LeafRange range = LeafRange.even(2 * groups, groups, partitions);
      for (int p = 0; p < partitions; p++) {
        assertThat(range.firstGroupOf(p + 1) - range.firstGroupOf(p))
            .isBetween(groups / partitions, (groups + partitions - 1) / partitions);
      }
    }
  }

  private static int most(LeafRange range) {
    return IntStream.range(0, range.partitions())
        .map(p -> range.firstGroupOf(p + 1) - range.firstGroupOf(p))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 16, 40, 64, 200, 1000})
  void aPartitionBeforeTheLastTwoHandsUpSixSubtreesAtMost(int partitions) {
    for (int groups = 1; groups < 5000 * partitions; groups += 1 + groups / 20) {
      LeafRange range = LeafRange.aligned(groups, groups, partitions, groups);
      // The last one ends where the data does, at a place that is not for choice, and takes from
      // the
      // one before it what of the choice is left.
      for (int p = 0; p < partitions - 2; p++) {
        assertThat(SummationTree.subtrees(range.firstGroupOf(p), range.firstGroupOf(p + 1)))
            .as("%d groups, partition %d of %d", groups, p, partitions)
            .isLessThanOrEqualTo(6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 200, 1000})
  void aPartitionHandsUpTwoOrThreeSubtreesOnAverage(int partitions) {
    int sum = 0;
    int ranges = 0;
    for (int groups = 1; groups < 5000 * partitions; groups += 1 + groups / 20) {
      int subtrees = LeafRange.aligned(groups, groups, partitions, groups).ofGroups().subtrees();
      assertThat(subtrees).isLessThanOrEqualTo(13 * partitions / 4);
      sum += subtrees;
      ranges++;
    }
    assertThat(sum / (double) ranges / partitions).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({"117, 4, 8", "23400, 200, 308", "100000, 200, 305", "1024, 16, 16"})
  void subtreesOfLargerJobsAreFew(int leaves, int partitions, int subtrees) {
    assertThat(LeafRange.aligned(leaves, leaves, partitions, leaves).subtrees())
        .isEqualTo(subtrees);
  }

  @Test
  void fewUnitsLeavePartitionsEmpty() {
    LeafRange range = LeafRange.aligned(10, 2, 5, 2);
    assertThat(IntStream.rangeClosed(0, 5).map(range::firstGroupOf))
        .containsExactly(0, 1, 1, 2, 2, 2);
    assertThat(range.ofGroups().subtrees()).isEqualTo(2);
    assertThat(range.subtrees()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 512, 1",
    "1, 512, 1",
    "512, 512, 1",
    "513, 512, 2",
    "1537, 512, 4",
    "60000, 512, 128",
    "65536, 512, 128",
    "65537, 512, 256",
    "9000000000000000000, 1, 1073741824"
  })
  void leavesAreTheLeastPowerOfTwoThatHoldsTheRows(long rows, int blockRows, int leaves) {
    assertThat(LeafRange.leavesOf(rows, blockRows)).isEqualTo(leaves);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void noPartitionsAreRefused(int partitions) {
    assertThatThrownBy(() -> LeafRange.even(4, 4, partitions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid number of partitions: " + partitions + " (expected 1 or more)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64, 128})
  void aPowerOfTwoOfPartitionsHandsUpOneSumEach(int partitions) {
    int leaves = LeafRange.leavesOf(60_000, 512);
    LeafRange range = LeafRange.even(leaves, leaves, partitions);
    assertThat(range.subtrees()).isEqualTo(partitions);
    for (int p = 0; p < partitions; p++) {
      assertThat(range.firstOf(p + 1) - range.firstOf(p)).isEqualTo(leaves / partitions);
    }
  }
}
