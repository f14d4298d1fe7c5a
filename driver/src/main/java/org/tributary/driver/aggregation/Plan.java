package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.List;
import org.tributary.driver.dataset.LeafRange;

/** A way for the partitions' sums to come together, with its numbers decided. */
public sealed interface Plan extends Serializable {

  /** Returns what a round moves, if what is merged per executor lies there in runs. */
  Traffic traffic(Load load);

  /** Returns the plan in words. */
  String sentence();

  /**
   * Sums of one executor are added there first, in a job of their own; then what the executors have
   * comes together.
   *
   * @param rest how; not merged again
   * @param executors how many there are
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

  /** Every partition sends its sums to the driver, which adds them as they come. */
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
   * Sums of neighbouring leaves meet in tasks, level by level, the last of which is one task; the
   * driver takes one sum.
   *
   * @param depth number of levels, 1 or more; fewer where all of them would bring no task less
   */
  record Tree(int depth) implements Plan {
    /** Returns the levels over what partitions hand up. */
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
   * The elements are cut into slices, each summed over all partitions by one task; the driver takes
   * one sum, a slice from each.
   *
   * @param slices their number, 1 or more
   */
  record Sharded(int slices) implements Plan {
    /** Returns the first element of a slice; of the slice after the last, their number. */
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
