package org.tributary.driver.solver;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.optim.UpdateRule;
import org.tributary.core.summation.GradientSum;
import org.tributary.driver.spec.StrategySpec;

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
  private final TrainingProblem<A> problem;
  private final RoundTrip<A, A, BatchChoice> roundTrip;
  private final Kernel<A> kernel;
  private final Kernel<double[]> float64 = Kernel.float64();
  private final int batches;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private final double[] gradient;
  private int epoch;
  private long rounds;

  /** Takes theta and the state over. */
  private MiniBatchSolver(
      TrainingProblem<A> problem,
      StrategySpec.MiniBatch strategy,
      UpdateRule<double[]> rule,
      OptimizerState<double[]> state,
      double[] theta,
      int epoch,
      long rounds) {
    this.problem = problem;
    MiniBatchWork<A> work =
        new MiniBatchWork<>(
            problem.layout().topology(), problem.regularization(), problem.blocks().range());
    this.roundTrip = RoundTrip.of(problem, work, problem.layout().size(), strategy.batch(), rounds);
    this.gradient = new double[problem.layout().size()];
    this.kernel = problem.kernel();
    this.batches = batches(problem.blocks().rows(), strategy.batch());
    this.rule = rule;
    this.state = state;
    this.theta = theta;
    this.epoch = epoch;
    this.rounds = rounds;
  }

  /** Begins at a copy of {@code theta}. */
  static <A> MiniBatchSolver<A> begin(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      double[] theta) {
    UpdateRule<double[]> rule = problem.rule(spec);
    return new MiniBatchSolver<>(problem, strategy, rule, rule.init(), theta.clone(), 0, 0);
  }

  /** Goes on from a state. */
  static <A> MiniBatchSolver<A> restore(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      SolverState.FirstOrder from) {
    UpdateRule<double[]> rule = problem.rule(spec);
    return new MiniBatchSolver<>(
        problem,
        strategy,
        rule,
        rule.restore(from.optimizer()),
        from.theta().toArray(),
        from.epoch(),
        from.rounds());
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
  public SolverEpoch next() {
    Penalty penalty = problem.penalty();
    ParameterLayout layout = problem.layout();
    double lossSum = 0;
    double weightSum = 0;
    double gradientNorm = 0;
    for (int j = 0; j < batches; j++) {
      GradientSum<A> sum = sum(j);
      rounds++;
      // A batch may be empty, or of weightless rows, where there are few.
      if (sum.weightSum() > 0) {
        fillGradient(sum);
        gradientNorm = penalty.subgradientNorm(layout, theta, gradient, problem.weightSum());
        if (!Double.isFinite(sum.lossSum()) || !Double.isFinite(gradientNorm)) {
          throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
        }
        rule.step(state, gradient, theta);
      }
      lossSum += sum.lossSum();
      weightSum += sum.weightSum();
    }
    epoch++;
    double value = lossSum / weightSum + penalty.value(layout, theta, problem.weightSum());
    return new SolverEpoch(epoch, theta, value, gradientNorm);
  }

  private void fillGradient(GradientSum<A> sum) {
    kernel.widen(sum.values(), gradient);
    float64.blend(gradient, 1 / sum.weightSum(), gradient, 0);
    problem.penalty().addTo(problem.layout(), theta, gradient, problem.weightSum());
  }

  private GradientSum<A> sum(int batch) {
    BatchChoice choice = new BatchChoice(problem.seed(), epoch, batch, batches);
    return roundTrip.sum(roundTrip.rounded(theta), choice, problem.rounding(rounds));
  }

  @Override
  public long rounds() {
    return rounds;
  }

  @Override
  public long samples() {
    return epoch * problem.blocks().rows();
  }

  @Override
  public SolverState state() {
    return new SolverState.FirstOrder(
        epoch, rounds, ParameterVector.copyOf(theta), state.snapshot(Kernel.float64()));
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
