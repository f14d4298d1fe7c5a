package org.tributary.driver.aggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tributary.core.summation.SummationTree;
import org.tributary.driver.dataset.LeafRange;

/**
 * The levels of {@link Plan.Tree}. In each level except the last, a task adds the subtrees of a
 * range of 2^k leaves, from all partitions, so each range is reduced to one subtree, or to a few
 * for an incomplete last range. The last level is one task.
 *
 * <p>Ranges are as long as possible without increasing the maximum number of subtrees per task.
 */
final class TreeLevels {

  /**
   * A level.
   *
   * @param run k, the binary logarithm of the number of leaves per task
   * @param tasks number of tasks
   * @param subtrees total number of input subtrees
   * @param most maximum number of input subtrees of a task
   */
  record Level(int run, int tasks, int subtrees, int most) {}

  private final int leaves;
  private final int longest;

  private TreeLevels(int leaves) {
    this.leaves = leaves;
    this.longest = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, leaves) - 1);
  }

  /**
   * Returns the levels, the last of which is one task.
   *
   * @param depth maximum number of levels; fewer if more do not reduce the load of a task
   */
  static List<Level> of(LeafRange range, int depth) {
    TreeLevels tree = new TreeLevels(range.leaves());
    int[] starts = range.subtreeStarts();
    int tooFew = 0;
    int enough = starts.length;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) >>> 1;
      if (tree.levels(starts, depth, middle).stream().allMatch(level -> level.most <= middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return tree.levels(starts, depth, enough);
  }

  /**
   * Returns levels in which no task except the last has more than {@code most} subtrees.
   *
   * @param starts first leaves of the subtrees, in order
   */
  private List<Level> levels(int[] starts, int depth, int most) {
    List<Level> levels = new ArrayList<>();
    int[] left = starts;
    for (int i = 1; i < depth && left.length > most; i++) {
      int run = 0;
      while (run < longest && busiest(left, run + 1) <= most) {
        run++;
      }
      int[] after = merged(left, run);
      if (after.length < left.length) {
        levels.add(new Level(run, tasks(run), left.length, busiest(left, run)));
        left = after;
      }
    }
    levels.add(new Level(longest, 1, left.length, left.length));
    return levels;
  }

  private int tasks(int run) {
    return (int) ((leaves + (1L << run) - 1) >> run);
  }

  /** Returns the maximum number of subtrees that begin in one range. */
  private static int busiest(int[] starts, int run) {
    int busiest = 0;
    int first = 0;
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] >> run != starts[first] >> run) {
        first = i;
      }
      busiest = Math.max(busiest, i + 1 - first);
    }
    return busiest;
  }

  /** Returns the remaining subtrees after those of each range are added. */
  private int[] merged(int[] starts, int run) {
    int[] firsts =
        IntStream.range(0, starts.length)
            .filter(i -> i == 0 || starts[i] >> run != starts[i - 1] >> run)
            .map(i -> starts[i])
            .toArray();
    int[] ends = Arrays.copyOfRange(firsts, 1, firsts.length + 1);
    ends[ends.length - 1] = leaves;
    return IntStream.range(0, firsts.length)
        .flatMap(i -> SummationTree.subtreeStarts(firsts[i], ends[i]))
        .toArray();
  }
}
