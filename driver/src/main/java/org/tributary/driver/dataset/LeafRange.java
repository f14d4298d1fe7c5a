package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.tributary.core.summation.SummationTree;

/**
 * How the leaves of a data set are dealt to groups, and groups to partitions: runs in order. A
 * group is what a strategy never splits: a leaf, a group of leaves, or a shard.
 *
 * <p>Groups are runs of equal length. A partition hands up the complete subtrees of the summation
 * tree that its groups make. Runs of groups that are as equal as can be make about log2(q) of them,
 * with q = groups / partitions. Aligned runs make fewer, one to three on average: a partition
 * begins within q/4 of where an equal run would, at the number there that the largest power of two
 * divides, and holds at most an eighth more groups than q, rounded up.
 */
public final class LeafRange implements Serializable {
  private static final long serialVersionUID = 1;

  /** An aligned partition begins within 1/4 of a partition of where it would if all were equal. */
  private static final int SHIFT = 4;

  /** An aligned partition has up to 1/8 more groups than it would if all were equal. */
  private static final int EXCESS = 8;

  private final int leaves;
  private final int groups;
  private final int[] firstGroups;

  /** The most leaves of a power of two that an int can count. */
  private static final int MOST_LEAVES = 1 << 30;

  private LeafRange(int leaves, int groups, int[] firstGroups) {
    this.leaves = leaves;
    this.groups = groups;
    this.firstGroups = firstGroups;
  }

  /**
   * Returns the number of leaves for a number of rows: the least power of two at which a leaf has
   * no more than {@code blockRows} rows on average. Then partitions of which there is a power of
   * two hold equal runs, and each run is one complete subtree of the summation tree: a partition
   * hands up one sum, whatever it holds.
   */
  public static int leavesOf(long rows, int blockRows) {
    long least = Math.max(1, ceil(rows, blockRows));
    return least >= MOST_LEAVES ? MOST_LEAVES : (int) Long.highestOneBit(2 * least - 1);
  }

  /**
   * Deals groups to partitions in runs that are as equal as can be.
   *
   * @param leaves number of leaves
   * @param groups number of groups, at most one a leaf
   * @param partitions number of partitions
   */
  public static LeafRange even(int leaves, int groups, int partitions) {
    return aligned(leaves, groups, partitions, 0);
  }

  /**
   * Deals groups to partitions in runs that begin at aligned places.
   *
   * @param leaves number of leaves
   * @param groups number of groups, at most one a leaf
   * @param partitions number of partitions
   * @param slack how many groups more than the mean a partition may hold, if they are no more than
   *     an eighth
   */
  public static LeafRange aligned(int leaves, int groups, int partitions, int slack) {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "Invalid number of partitions: " + partitions + " (expected 1 or more)");
    }
    return new LeafRange(leaves, groups, firstGroups(groups, partitions, slack));
  }

  private static int[] firstGroups(int groups, int partitions, int slack) {
    int[] first = new int[partitions + 1];
    long eighthMore = ceil((EXCESS + 1L) * groups, (long) EXCESS * partitions);
    long most =
        Math.max(
            ceil(groups, partitions), Math.min(eighthMore, (long) groups / partitions + slack));
    for (int p = 1; p < partitions; p++) {
      // What is left must fit the partitions left, and this one must not hold too much.
      long least = Math.max(first[p - 1], groups - (partitions - p) * most);
      long greatest = first[p - 1] + most;
      long equal = ceil((long) p * groups, partitions);
      long scale = (long) SHIFT * partitions;
      long from = Math.max(equal - 2L * slack, ceil(((long) SHIFT * p - 1) * groups, scale));
      long to = Math.min(equal + 2L * slack, ((long) SHIFT * p + 1) * groups / scale);
      from = Math.max(from, least);
      to = Math.min(to, greatest);
      first[p] =
          (int) (from <= to ? mostAligned(from, to) : Math.min(greatest, Math.max(least, equal)));
    }
    first[partitions] = groups;
    return first;
  }

  /** Returns the number of {@code from} to {@code to} that the largest power of two divides. */
  private static long mostAligned(long from, long to) {
    return from == 0 ? 0 : to & -Long.highestOneBit((from - 1) ^ to);
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** Returns the number of leaves. */
  public int leaves() {
    return leaves;
  }

  /** Returns the number of groups. */
  public int groups() {
    return groups;
  }

  /** Returns the number of partitions. */
  public int partitions() {
    return firstGroups.length - 1;
  }

  /** Returns the group of a leaf. */
  public int groupOf(int leaf) {
    return (int) ((long) leaf * groups / leaves);
  }

  /** Returns the partition of a leaf. */
  int partitionOf(int leaf) {
    int group = groupOf(leaf);
    int low = 0;
    int high = partitions();
    // firstGroups[low] <= group < firstGroups[high]; of empty partitions before it, none is taken.
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firstGroups[middle] <= group) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns the first leaf of a partition; of the partition after the last, the number of leaves.
   */
  int firstOf(int partition) {
    return (int) ceil((long) firstGroupOf(partition) * leaves, groups);
  }

  /**
   * Returns the first group of a partition; of the partition after the last, the number of groups.
   */
  public int firstGroupOf(int partition) {
    return firstGroups[partition];
  }

  /** Returns the same partitions with a group for each leaf. */
  public LeafRange ofLeaves() {
    int[] first = IntStream.rangeClosed(0, partitions()).map(this::firstOf).toArray();
    return new LeafRange(leaves, leaves, first);
  }

  /** Returns the same partitions of a sum a group: of a tree whose leaves are the groups. */
  public LeafRange ofGroups() {
    return new LeafRange(groups, groups, firstGroups);
  }

  /**
   * Returns what is left when neighbouring partitions become one, in runs that are as equal as can
   * be.
   *
   * @param runs how many are left, if there are no fewer partitions
   */
  public LeafRange joined(int runs) {
    int left = Math.min(runs, partitions());
    int[] first = new int[left + 1];
    for (int r = 0; r <= left; r++) {
      first[r] = firstGroups[(int) ceil((long) r * partitions(), left)];
    }
    return new LeafRange(leaves, groups, first);
  }

  /**
   * Returns the first leaf of each complete subtree that partitions hand up when every leaf is
   * summed, in their order.
   */
  public int[] subtreeStarts() {
    return IntStream.range(0, partitions())
        .flatMap(p -> SummationTree.subtreeStarts(firstOf(p), firstOf(p + 1)))
        .toArray();
  }

  /** Returns how many complete subtrees all partitions hand up when every leaf is summed. */
  public int subtrees() {
    return subtreeStarts().length;
  }
}
