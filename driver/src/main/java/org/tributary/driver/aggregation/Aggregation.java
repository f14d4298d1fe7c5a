package org.tributary.driver.aggregation;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spec.AggregationSpec;

/**
 * Aggregates the partitions' sums, with the same plan in every round trip.
 *
 * <p>Only siblings of the canonical summation tree are added to each other, so the sum has the same
 * bits with every plan, on any number of partitions and executors, and after tasks that ran twice.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Aggregation<A> {
  private static final Logger LOG = LoggerFactory.getLogger(Aggregation.class);

  private final Plan plan;
  private final Load load;
  private final KernelFactory<A> kernels;

  /** Creates an aggregation with a plan. */
  public Aggregation(Plan plan, Load load, KernelFactory<A> kernels) {
    this.plan = plan;
    this.load = load;
    this.kernels = kernels;
  }

  /**
   * Creates an aggregation for a spec; the selected plan and its reason are logged.
   *
   * @throws org.tributary.driver.spec.InvalidConfiguration if Spark's result size limit does not
   *     allow it
   */
  public static <A> Aggregation<A> of(
      JavaSparkContext spark, AggregationSpec spec, Load load, KernelFactory<A> kernels) {
    Planner.Decision decision = Planner.decide(spec, load, Resources.of(spark));
    LOG.info(
        "Aggregation of sums of {} of {} partitions ({} subtrees): {} ({})",
        Planner.size(load.bytes()),
        load.partitions(),
        load.subtrees(),
        decision.plan().sentence(),
        decision.reason());
    return new Aggregation<>(decision.plan(), load, kernels);
  }

  /** Returns the plan. */
  public Plan plan() {
    return plan;
  }

  /**
   * Returns the sum of all partitions' sums.
   *
   * @param sum computes the sum of a partition; rounds the nodes that it completes with {@code
   *     rounding}
   * @param rounding of the nodes that are completed during the aggregation
   * @param elements as many partitions as in the load; must be persisted if they depend on a
   *     shuffle, because those shuffles are removed
   */
  public <T> GradientSum<A> total(JavaRDD<T> elements, PartitionTask<T, A> sum, Rounding rounding) {
    Sums<A> sums = new Sums<>(load.length(), load.leaves(), kernels, rounding);
    return total(plan, load.range(), elements, sum, sums);
  }

  private static <T, A> GradientSum<A> total(
      Plan plan, LeafRange range, JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums) {
    if (plan instanceof Plan.Merged merged) {
      return MergedRound.total(
          elements,
          sum,
          sums,
          (executors, merge) ->
              total(merged.rest(), range.joined(merged.executors()), executors, merge, sums));
    }
    if (plan instanceof Plan.Tree tree) {
      return TreeRound.total(elements, sum, sums, tree.levels(range));
    }
    if (plan instanceof Plan.Sharded sharded) {
      return ShardedRound.total(elements, sum, sums, sharded);
    }
    return DirectRound.total(elements, sum, sums);
  }
}
