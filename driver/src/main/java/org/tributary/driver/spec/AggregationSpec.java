package org.tributary.driver.spec;

import java.io.Serializable;
import org.tributary.core.summation.Transport;

/**
 * How the partitions' sums are aggregated; the result has the same bits with every option.
 *
 * @param mode the aggregation mode
 * @param merge whether sums are first added on executors
 * @param transport the number format of partial sums
 */
public record AggregationSpec(Mode mode, Merge merge, Transport transport) implements Serializable {
  /**
   * The default: exact sums; the mode is selected by the size and number of the sums and the
   * cluster.
   */
  public static final AggregationSpec AUTO =
      new AggregationSpec(new Mode.Auto(), Merge.AUTO, Transport.EXACT);

  /** Returns the same by another way. */
  public AggregationSpec withMode(Mode other) {
    return new AggregationSpec(other, merge, transport);
  }

  /** Returns the same with something else happening in executors before. */
  public AggregationSpec withMerge(Merge other) {
    return new AggregationSpec(mode, other, transport);
  }

  /** Returns the same in other numbers. */
  public AggregationSpec withTransport(Transport other) {
    return new AggregationSpec(mode, merge, other);
  }

  /** Whether sums are first added on each executor. */
  public enum Merge {
    /** If it is estimated to be faster. */
    AUTO,
    /** Always, in a separate Spark job. */
    EXECUTOR,
    /** Nothing. */
    NONE
  }

  /** An aggregation mode. */
  public sealed interface Mode extends Serializable {

    /** The mode that is estimated to be fastest within the memory limits. */
    record Auto() implements Mode {}

    /** Every partition sends its sums to the driver. */
    record Direct() implements Mode {}

    /**
     * Neighbouring sums are added on executors, level by level; the driver receives one sum.
     *
     * @param depth number of levels; 0 for the number estimated to be the fastest
     */
    record Tree(int depth) implements Mode {
      /** Refuses a depth out of its range. */
      public Tree {
        Check.integer("depth of the tree", depth, 0, Limits.DEPTH);
      }
    }

    /**
     * Each partition cuts its sums into slices, each slice is summed by one task, and the driver
     * receives one slice from each.
     *
     * @param slices their number; 0 for as many that a task takes about one whole sum
     */
    record Sharded(int slices) implements Mode {
      /** Refuses a number of slices out of its range. */
      public Sharded {
        Check.integer("number of slices", slices, 0, Limits.PARTITIONS);
      }
    }
  }
}
