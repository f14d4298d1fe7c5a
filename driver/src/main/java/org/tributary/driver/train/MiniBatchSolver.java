package org.tributary.driver.train;

import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.UpdateRule;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.samples.Blocks;
import org.tributary.driver.spec.AggregationSpec.Transport;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Takes a step of an update rule a mini-batch of the whole data; every sample is in one batch of an
 * epoch. A round trip a step.
 *
 * <p>Which samples make a batch depends on the seed, the epoch and their canonical place, and their
 * gradients are summed a unit of leaves at a time along the canonical tree: the same bits on any
 * partitioning.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MiniBatchSolver<A> implements Solver {
  private final RoundTrip<A> roundTrip;
  private final Blocks<A> blocks;
  private final ParameterLayout layout;
  private final Kernel<A> kernel;
  private final Penalty penalty;
  private final Regularization regularization;
  private final long seed;
  private final Transport transport;
  private final int batches;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private int epoch;
  private long rounds;

  MiniBatchSolver(
      JavaSparkContext spark,
      Blocks<A> blocks,
      ParameterLayout layout,
      TrainSpec spec,
      StrategySpec.MiniBatch strategy,
      double[] start) {
    this.roundTrip = RoundTrip.overUnits(spark, blocks, spec.aggregation(), layout.size());
    this.blocks = blocks;
    this.layout = layout;
    this.kernel = blocks.kernels().create();
    this.penalty = spec.penalty();
    this.regularization = spec.regularization();
    this.seed = spec.seed();
    this.transport = spec.aggregation().transport();
    this.batches = batches(blocks.rows(), strategy.batch());
    this.rule =
        UpdateRule.of(
            (OptimizerSpec.FirstOrder) spec.optimizer(),
            Kernel.float64(),
            layout,
            penalty.l1() / blocks.weightSum());
    this.state = rule.init();
    this.theta = start.clone();
  }

  /** Returns how many batches of about {@code batch} rows make an epoch. */
  static int batches(long rows, int batch) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(rows / (double) batch)));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public SolverState next() {
    double lossSum = 0;
    double weightSum = 0;
    double gradientNorm = 0;
    for (int j = 0; j < batches; j++) {
      GradientSum<A> sum = sum(j);
      rounds++;
      // A batch may be empty, or of weightless rows, where there are few.
      if (sum.weightSum() > 0) {
        double[] gradient = gradient(sum);
        gradientNorm = penalty.subgradientNorm(layout, theta, gradient, blocks.weightSum());
        if (!Double.isFinite(sum.lossSum()) || !Double.isFinite(gradientNorm)) {
          throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
        }
        rule.step(state, gradient, theta);
      }
      lossSum += sum.lossSum();
      weightSum += sum.weightSum();
    }
    epoch++;
    double value = lossSum / weightSum + penalty.value(layout, theta, blocks.weightSum());
    return new SolverState(epoch, theta, value, gradientNorm);
  }

  private double[] gradient(GradientSum<A> sum) {
    double[] gradient = kernel.toDoubles(sum.values());
    Kernel.float64().blend(gradient, 1 / sum.weightSum(), gradient, 0);
    penalty.addTo(layout, theta, gradient, blocks.weightSum());
    return gradient;
  }

  private GradientSum<A> sum(int batch) {
    BatchChoice choice = new BatchChoice(seed, epoch, batch, batches);
    MiniBatchWork<A> work =
        new MiniBatchWork<>(layout.topology(), regularization, choice, blocks.range());
    Rounding rounding = Roundings.of(transport, seed, rounds);
    return roundTrip.sum(kernel.fromDoubles(theta), work, rounding);
  }

  @Override
  public long rounds() {
    return rounds;
  }

  @Override
  public long samples() {
    return epoch * blocks.rows();
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
