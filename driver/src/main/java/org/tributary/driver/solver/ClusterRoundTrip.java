package org.tributary.driver.solver;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.optim.Parallel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.aggregation.Aggregation;
import org.tributary.driver.aggregation.Load;
import org.tributary.driver.aggregation.PartitionTask;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.spark.BroadcastValue;
import org.tributary.driver.spark.Broadcasts;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.AggregationSpec;

/**
 * Round trips over the cluster: a broadcast, a task for each partition, an aggregation.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <T> what every worker starts from
 * @param <P> the parameters of one round
 */
final class ClusterRoundTrip<A, T, P extends Serializable> implements RoundTrip<A, T, P> {

  /** The work of a round as a task carries it. */
  private record Task<A, T, P extends Serializable>(
      BroadcastValue<T> start,
      RoundWork<A, T, P> work,
      P round,
      KernelFactory<A> kernels,
      Rounding rounding)
      implements PartitionTask<Block<A>, A> {
    @Override
    public PartialSum<A> of(Iterator<Block<A>> blocks) {
      RoundWorker<A, T, P> worker = work.worker(kernels);
      worker.begin(start.value(), round, rounding);
      new LeafGroups<>(blocks, work.range(), work.wholeGroups(), worker::kept)
          .forEachRemaining(group -> worker.add(group.index(), group.blocks()));
      return worker.partialSum();
    }
  }

  private final JavaSparkContext spark;
  private final Blocks<A> blocks;
  private final Kernel<A> kernel;
  private final int parameters;
  private final RoundWork<A, T, P> work;
  private final Aggregation<A> aggregation;
  private final Broadcasts broadcasts;
  private long rounds;

  private ClusterRoundTrip(
      TrainingProblem<A> problem,
      RoundWork<A, T, P> work,
      Aggregation<A> aggregation,
      long rounds) {
    this.spark = problem.spark();
    this.blocks = problem.blocks();
    this.kernel = problem.kernel();
    this.parameters = problem.layout().size();
    this.work = work;
    this.aggregation = aggregation;
    this.broadcasts = new Broadcasts(spark);
    this.rounds = rounds;
  }

  /**
   * Prepares round trips.
   *
   * @param length numbers of a sum
   * @param rounds round trips that the run made before; jobs are numbered from there on
   */
  static <A, T, P extends Serializable> ClusterRoundTrip<A, T, P> of(
      TrainingProblem<A> problem, RoundWork<A, T, P> work, int length, long rounds) {
    AggregationSpec spec = problem.aggregation();
    Load load =
        new Load(length, problem.kernel().precision(), spec.transport(), work.range().ofGroups());
    return new ClusterRoundTrip<>(
        problem,
        work,
        Aggregation.of(problem.spark(), spec, load, problem.blocks().kernels()),
        rounds);
  }

  @Override
  public A rounded(double[] theta) {
    // A new array: a task of an earlier round that Spark has given up may still read the last one.
    return kernel.fromDoubles(theta);
  }

  @Override
  public A shared(A values) {
    A copy = kernel.allocate(parameters);
    kernel.copy(values, 0, copy, 0, parameters);
    return copy;
  }

  @Override
  public void inParallel(int items, int numbers, Parallel.RangeTask<A> task) {
    task.on(kernel, 0, items);
  }

  @Override
  public GradientSum<A> sum(T start, P round, Rounding rounding) {
    return broadcasts.during(
        start,
        shared -> {
          Task<A, T, P> task = new Task<>(shared, work, round, blocks.kernels(), rounding);
          return JobName.during(
              spark.sc(),
              "round " + ++rounds,
              () -> aggregation.total(blocks.rdd(), task, rounding));
        });
  }
}
