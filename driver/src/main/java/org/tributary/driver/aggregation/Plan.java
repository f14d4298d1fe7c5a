package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.List;
import org.tributary.driver.dataset.LeafRange;

/** An aggregation method with its parameters. */
public sealed interface Plan extends Serializable {

  /** Returns the traffic of a round trip, if the partitions of each executor are neighbours. */
  Traffic traffic(Load load);

  /** Returns a description of the plan. */
  String sentence();

  /**
   * The sums of each executor are first added on the executor, in a separate job; then the
   * executors' sums are aggregated.
   *
   * @param rest the plan for the executors' sums; not merged again
   * @param executors number of executors
   */
  record Merged(Plan rest, int executors) implements Plan {
    @Override
    public Traffic traffic(Load load) {
      Traffic after = rest.traffic(load.merged(executors));
      return new Traffic(after.driverBytes(), after.busiestTaskBytes(), 1 + after.stages());
    }

    @Override
    public String sentence() {
      return "merged per executor, then " + rest.sentence();
    }
  }

  /** Every partition sends its sums to the driver, which adds them. */
  record Direct() implements Plan {
    @Override
    public Traffic traffic(Load load) {
      return new Traffic(load.allBytes(), 0, 1);
    }

    @Override
    public String sentence() {
      return "direct";
    }
  }

  /**
   * Sums of neighbouring leaves are added in tasks, level by level; the last level is one task, and
   * the driver receives one sum.
   *
   * @param depth maximum number of levels, 1 or more; fewer if more levels do not reduce the load
   *     of a task
   */
  record Tree(int depth) implements Plan {
    /** Returns the levels for the partitions' sums. */
    List<TreeLevels.Level> levels(LeafRange range) {
      return TreeLevels.of(range, depth);
    }

    @Override
    public Traffic traffic(Load load) {
      List<TreeLevels.Level> levels = levels(load.range());
      int most = levels.stream().mapToInt(TreeLevels.Level::most).max().orElseThrow();
      return new Traffic(load.wholeBytes(), most * load.bytes(), 1 + levels.size());
    }

    @Override
    public String sentence() {
      return "tree of depth " + depth;
    }
  }

  /**
   * The elements are cut into slices, each summed over all partitions by one task; the driver
   * receives one slice from each task.
   *
   * @param slices number of slices, 1 or more
   */
  record Sharded(int slices) implements Plan {
    /**
     * Returns the first element of a slice; for the slice after the last, the number of elements.
     */
    int first(int slice, int length) {
      return (int) ((long) slice * length / slices);
    }

    @Override
    public Traffic traffic(Load load) {
      long longest = ((long) load.length() + slices - 1) / slices;
      long busiest = load.allBytes() / load.length() * longest;
      return new Traffic(load.wholeBytes(), busiest, 2);
    }

    @Override
    public String sentence() {
      return "sharded over " + slices + " slices";
    }
  }
}
