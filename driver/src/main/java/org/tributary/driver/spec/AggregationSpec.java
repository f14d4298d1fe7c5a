package org.tributary.driver.spec;

import java.io.Serializable;
import org.tributary.core.summation.Transport;

/**
 * How the partitions' sums come together in a round; the result has the same bits in every way.
 *
 * @param mode by which way
 * @param merge what happens in executors before
 * @param transport number format in which sums travel
 */
public record AggregationSpec(Mode mode, Merge merge, Transport transport) implements Serializable {
  /**
   * The default: exact sums, by the way that is chosen by the size of the sums, their number and
   * the cluster.
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

  /** What happens to sums before they leave an executor. */
  public enum Merge {
    /** They are added there if that is estimated to be faster. */
    AUTO,
    /** Those of one executor are added there, in a job of their own. */
    EXECUTOR,
    /** Nothing. */
    NONE
  }

  /** A way for sums to come together. */
  public sealed interface Mode extends Serializable {

    /** Whichever of the others is estimated to be the fastest of those that memory allows. */
    record Auto() implements Mode {}

    /** Every partition sends its sums to the driver. */
    record Direct() implements Mode {}

    /**
     * Neighbouring sums meet in executors, level by level, and the driver takes one.
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
     * takes one slice of each.
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
