package org.tributary.driver.solver;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.UpdateRule;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.local.DriverBlocks;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * What a solver minimises, J over some samples, and how it asks for it; how it goes down is the
 * solver's own affair.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param spark the session whose executors hold the samples
 * @param blocks the samples
 * @param layout the network, and where its parameters lie in theta
 * @param penalty the penalty on weights
 * @param regularization what is done to samples
 * @param seed where every random number comes from: dropout masks, the order of samples, and the
 *     rounding that the aggregation may ask for
 * @param aggregation how the partitions' sums come together
 * @param driverBlocks the samples in the driver's memory, if round trips are made there
 */
public record TrainingProblem<A>(
    JavaSparkContext spark,
    Blocks<A> blocks,
    ParameterLayout layout,
    Penalty penalty,
    Regularization regularization,
    long seed,
    AggregationSpec aggregation,
    Optional<DriverBlocks<A>> driverBlocks) {

  /**
   * Describes J over samples as they are, whose sums come together by whichever way is estimated to
   * be the fastest.
   */
  public TrainingProblem(
      JavaSparkContext spark, Blocks<A> blocks, ParameterLayout layout, Penalty penalty) {
    this(
        spark,
        blocks,
        layout,
        penalty,
        Regularization.NONE,
        0,
        AggregationSpec.AUTO,
        Optional.empty());
  }

  /** Describes J as a spec says. */
  public static <A> TrainingProblem<A> of(
      JavaSparkContext spark, Blocks<A> blocks, ParameterLayout layout, TrainSpec spec) {
    return new TrainingProblem<>(
        spark,
        blocks,
        layout,
        spec.penalty(),
        spec.regularization(),
        spec.seed(),
        spec.aggregation(),
        Optional.empty());
  }

  /** Returns the same problem with round trips on the driver, over its own blocks. */
  public TrainingProblem<A> onDriver(DriverBlocks<A> blocksOfDriver) {
    return new TrainingProblem<>(
        spark,
        blocks,
        layout,
        penalty,
        regularization,
        seed,
        aggregation,
        Optional.of(blocksOfDriver));
  }

  /** Returns m, the sum of the sample weights. */
  public double weightSum() {
    return blocks.weightSum();
  }

  /** Returns a kernel of the blocks' precision, for one thread. */
  Kernel<A> kernel() {
    return blocks.kernels().create();
  }

  /**
   * Returns an update rule, which takes up the L1 penalty.
   *
   * @param kernelOfRule in whose precision the weights and the rule's memory are
   */
  <B> UpdateRule<B> rule(OptimizerSpec.FirstOrder spec, Kernel<B> kernelOfRule) {
    return UpdateRule.of(spec, kernelOfRule, layout, penalty.l1() / weightSum());
  }

  /**
   * Returns the rounding of a round trip's sums.
   *
   * @param round which round trip of the run
   */
  Rounding rounding(long round) {
    return aggregation.transport().rounding(seed, round);
  }
}
