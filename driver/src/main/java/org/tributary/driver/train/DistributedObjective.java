package org.tributary.driver.train;

import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.samples.Blocks;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Transport;

/**
 * The objective J and its gradient D over all blocks: one round trip a call.
 *
 * <pre>
 *   broadcast Theta
 *   each partition: Delta^(l), loss and weight summed over its blocks
 *   aggregate
 *   D = Delta / m + penalty
 * </pre>
 *
 * <p>Partial sums meet along the canonical summation tree, so the result has the same bits whatever
 * the partitions, executors and retries.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DistributedObjective<A> {
  private final RoundTrip<A> roundTrip;
  private final Blocks<A> blocks;
  private final ParameterLayout layout;
  private final Penalty penalty;
  private final Regularization regularization;
  private final Transport transport;
  private final long seed;
  private final Kernel<A> kernel;

  /**
   * Prepares rounds over the blocks, with the penalty's quadratic part, whose sums come together by
   * whichever way is estimated to be the fastest.
   */
  public DistributedObjective(
      JavaSparkContext spark, Blocks<A> blocks, ParameterLayout layout, Penalty penalty) {
    this(spark, blocks, layout, penalty, Regularization.NONE, 0, AggregationSpec.AUTO);
  }

  /**
   * Prepares rounds over the blocks, with the penalty's quadratic part.
   *
   * @param regularization what is done to samples
   * @param seed seed of the dropout masks, and of the rounding that the aggregation may ask for
   * @param aggregation how the partitions' sums come together
   */
  public DistributedObjective(
      JavaSparkContext spark,
      Blocks<A> blocks,
      ParameterLayout layout,
      Penalty penalty,
      Regularization regularization,
      long seed,
      AggregationSpec aggregation) {
    this.regularization = regularization;
    this.transport = aggregation.transport();
    this.seed = seed;
    this.roundTrip = RoundTrip.overLeaves(spark, blocks, aggregation, layout.size());
    this.blocks = blocks;
    this.layout = layout;
    this.penalty = penalty;
    this.kernel = blocks.kernels().create();
  }

  /**
   * Evaluates J and D, as at step 0.
   *
   * @param theta unrolled parameters; rounded to the blocks' precision on its way
   */
  public Objective at(double[] theta) {
    return at(theta, 0);
  }

  /**
   * Evaluates J and D; with dropout, of what the masks of a step leave of the network.
   *
   * @param theta unrolled parameters; rounded to the blocks' precision on its way
   * @param step which step's masks, and random numbers where sums are rounded on their way
   */
  public Objective at(double[] theta, long step) {
    FullBatchWork<A> work =
        new FullBatchWork<>(layout.topology(), blocks.maxRows(), regularization, seed, step);
    Rounding rounding = Roundings.of(transport, seed, step);
    return finish(roundTrip.sum(kernel.fromDoubles(theta), work, rounding), theta);
  }

  private Objective finish(GradientSum<A> sum, double[] theta) {
    double m = sum.weightSum();
    double[] gradient = kernel.toDoubles(sum.values());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= m;
    }
    double value = sum.lossSum() / m + penalty.addTo(layout, theta, gradient, m);
    return new Objective(value, gradient, m);
  }
}
