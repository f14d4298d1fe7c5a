package org.tributary.driver.train;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PartialSum;
import org.tributary.driver.samples.Blocks;
import org.tributary.driver.watch.JobName;

/**
 * The one round trip that every strategy makes: broadcast, work on each partition, tree-aggregate.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RoundTrip<A> {

  /**
   * What a partition does with what was broadcast; a record, see {@link PartitionSum}.
   *
   * @param <A> {@code float[]} or {@code double[]}
   * @param <T> what is broadcast
   */
  interface Work<A, T> extends Serializable {
    /** Returns the sums over the partition's own leaves. */
    PartialSum<A> on(Iterator<Block<A>> blocks, T start, KernelFactory<A> kernels);
  }

  /** The work with what it begins with, as a task carries them. */
  private record Task<A, T>(Broadcast<T> start, Work<A, T> work, KernelFactory<A> kernels)
      implements PartitionSum<A> {
    @Override
    public PartialSum<A> of(Iterator<Block<A>> blocks) {
      return work.on(blocks, start.value(), kernels);
    }
  }

  private final JavaSparkContext spark;
  private final Blocks<A> blocks;
  private int rounds;

  RoundTrip(JavaSparkContext spark, Blocks<A> blocks) {
    this.spark = spark;
    this.blocks = blocks;
  }

  /**
   * Makes a round trip.
   *
   * @param start what every partition begins with; goes out once an executor
   * @param work what it does; travels with each task
   * @param leaves how many leaves the partitions' sums have together
   */
  <T> GradientSum<A> sum(T start, Work<A, T> work, int leaves) {
    KernelFactory<A> kernels = blocks.kernels();
    Broadcast<T> broadcast = spark.broadcast(start);
    try {
      Task<A, T> task = new Task<>(broadcast, work, kernels);
      return JobName.during(
          spark.sc(),
          "round " + ++rounds,
          () -> TreeAggregation.sum(blocks.rdd(), task, kernels).total(leaves, kernels.create()));
    } finally {
      broadcast.destroy();
    }
  }
}
