package org.tributary.driver.solver;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.aggregation.Aggregation;
import org.tributary.driver.aggregation.Load;
import org.tributary.driver.aggregation.PartitionTask;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spark.BroadcastValue;
import org.tributary.driver.spark.Broadcasts;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.AggregationSpec;

/**
 * The one round trip that every strategy makes: share, work on each partition, aggregate.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RoundTrip<A> {

  /**
   * What a partition does with what was shared; a record, see {@link PartitionTask}.
   *
   * @param <A> {@code float[]} or {@code double[]}
   * @param <T> what is shared
   */
  interface RoundTask<A, T> extends Serializable {
    /** Returns the sums over the partition's own leaves, rounded node by node. */
    PartialSum<A> on(
        Iterator<Block<A>> blocks, T start, KernelFactory<A> kernels, Rounding rounding);
  }

  /** The work with what it begins with, as a task carries them. */
  private record Task<A, T>(
      BroadcastValue<T> start, RoundTask<A, T> work, KernelFactory<A> kernels, Rounding rounding)
      implements PartitionTask<Block<A>, A> {
    @Override
    public PartialSum<A> of(Iterator<Block<A>> blocks) {
      return work.on(blocks, start.value(), kernels, rounding);
    }
  }

  private final JavaSparkContext spark;
  private final Blocks<A> blocks;
  private final Aggregation<A> aggregation;
  private final Broadcasts broadcasts;
  private long rounds;

  private RoundTrip(TrainingProblem<A> problem, Aggregation<A> aggregation, long rounds) {
    this.spark = problem.spark();
    this.blocks = problem.blocks();
    this.aggregation = aggregation;
    this.broadcasts = new Broadcasts(spark);
    this.rounds = rounds;
  }

  /**
   * Prepares round trips whose work gives a sum a leaf of the data.
   *
   * @param length numbers of a sum
   * @param rounds round trips that the run made before
   */
  static <A> RoundTrip<A> overLeaves(TrainingProblem<A> problem, int length, long rounds) {
    return of(problem, length, problem.blocks().range(), rounds);
  }

  /**
   * Prepares round trips whose work gives a sum a unit.
   *
   * @param length numbers of a sum
   * @param rounds round trips that the run made before
   */
  static <A> RoundTrip<A> overUnits(TrainingProblem<A> problem, int length, long rounds) {
    return of(problem, length, problem.blocks().range().ofGroups(), rounds);
  }

  private static <A> RoundTrip<A> of(
      TrainingProblem<A> problem, int length, LeafRange range, long rounds) {
    AggregationSpec spec = problem.aggregation();
    Load load = new Load(length, problem.kernel().precision(), spec.transport(), range);
    return new RoundTrip<>(
        problem, Aggregation.of(problem.spark(), spec, load, problem.blocks().kernels()), rounds);
  }

  /**
   * Makes a round trip.
   *
   * @param start what every partition begins with; goes out once an executor
   * @param work what it does; travels with each task
   * @param rounding of the partial sums
   */
  <T> GradientSum<A> sum(T start, RoundTask<A, T> work, Rounding rounding) {
    KernelFactory<A> kernels = blocks.kernels();
    return broadcasts.during(
        start,
        shared -> {
          Task<A, T> task = new Task<>(shared, work, kernels, rounding);
          return JobName.during(
              spark.sc(),
              "round " + ++rounds,
              () -> aggregation.total(blocks.rdd(), task, rounding));
        });
  }
}
