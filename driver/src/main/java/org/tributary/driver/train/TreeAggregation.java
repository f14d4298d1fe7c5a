package org.tributary.driver.train;

import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.PartialSum;

/**
 * Brings the partitions' partial sums together.
 *
 * <p>On a cluster they meet in executors first, in a tree of depth 2, so that the driver takes
 * about the square root of their number. In local mode, where every task is in the driver's own
 * process, and for a few partitions, the driver takes them directly: a shuffle would only add a
 * round.
 */
final class TreeAggregation {
  private static final int DEPTH = 2;

  /** Up to as many partial sums, a tree of depth 2 would not shuffle either. */
  private static final int DIRECT = 4;

  private TreeAggregation() {}

  /** Returns the sum of all partitions' sums. */
  static <A> PartialSum<A> sum(JavaRDD<PartialSum<A>> sums, KernelFactory<A> kernels) {
    boolean direct = sums.context().isLocal() || sums.getNumPartitions() <= DIRECT;
    return direct
        ? sums.reduce((a, b) -> a.merge(b, kernels.create()))
        : sums.treeReduce((a, b) -> a.merge(b, kernels.create()), DEPTH);
  }
}
