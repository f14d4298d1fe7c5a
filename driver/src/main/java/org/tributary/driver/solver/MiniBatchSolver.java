package org.tributary.driver.solver;

import java.util.Map;
import java.util.Optional;
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
  /**
   * Of how many of an epoch's last batches the gradient's norm is computed, if one is weightless.
   */
  static final int NORMS = 2;

  /**
   * How many elements are turned from a sum into new parameters at once, all in the CPU's cache.
   */
  private static final int TILE = 1024;

  private final TrainingProblem<A> problem;
  private final RoundTrip<A, A, BatchChoice> roundTrip;
  private final Kernel<A> kernel;
  private final Kernel<double[]> float64 = Kernel.float64();
  private final int batches;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private final double[] gradient;

  /** Theta in the precision of the blocks, where a step has already rounded it. */
  private Optional<A> rounded = Optional.empty();

  private final EpochSums sums;
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
      long rounds,
      EpochPart part) {
    this.problem = problem;
    MiniBatchWork<A> work =
        new MiniBatchWork<>(
            problem.layout().topology(),
            problem.regularization(),
            problem.blocks().range(),
            problem.blocks().areSparse());
    this.roundTrip = RoundTrip.of(problem, work, problem.layout().size(), strategy.batch(), rounds);
    this.gradient = new double[problem.layout().size()];
    this.kernel = problem.kernel();
    this.batches = batches(problem.blocks().rows(), strategy.batch());
    this.sums = new EpochSums(part, batches);
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
    return new MiniBatchSolver<>(
        problem, strategy, rule, rule.init(), theta.clone(), 0, 0, EpochPart.NONE);
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
        from.rounds(),
        from.part());
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
  public SolverEpoch next(Runnable roundEnded) {
    Penalty penalty = problem.penalty();
    ParameterLayout layout = problem.layout();
    for (int j = (int) sums.rounds(); j < batches; j++) {
      GradientSum<A> sum = sum(j);
      rounds++;
      if (!Double.isFinite(sum.lossSum())) {
        throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
      }
      // A batch may be empty, or of weightless rows, where there are few.
      if (sum.weightSum() > 0) {
        if (j >= batches - NORMS) {
          fillGradient(sum);
          sums.gradientNorm(penalty.subgradientNorm(layout, theta, gradient, problem.weightSum()));
        }
        step(sum);
      }
      sums.add(sum);
      if (j + 1 < batches) {
        roundEnded.run();
      }
    }
    epoch++;
    double value = sums.meanLoss() + penalty.value(layout, theta, problem.weightSum());
    double gradientNorm = sums.gradientNorm();
    sums.clear();
    return new SolverEpoch(epoch, theta, value, gradientNorm);
  }

  /** Takes a step; where no element waits for another, each part of the parameters by itself. */
  private void step(GradientSum<A> sum) {
    if (!rule.isElementwise() || problem.penalty().l2() > 0) {
      fillGradient(sum);
      rule.step(state, gradient, theta);
      rounded = Optional.empty();
      return;
    }
    double scale = 1 / sum.weightSum();
    Optional<A> inPlace = roundTrip.roundedInPlace();
    roundTrip.forAllParameters(
        (float64, begin, end) -> {
          int to;
          for (int from = begin; from < end; from = to) {
            to = from + Math.min(TILE, end - from);
            kernel.widen(sum.values(), gradient, from, to);
            float64.blend(gradient, scale, gradient, 0, from, to);
            rule.stepPart(float64, state, gradient, theta, from, to);
            if (inPlace.isPresent()) {
              kernel.round(theta, inPlace.get(), from, to);
            }
          }
        });
    rule.endStep(state);
    rounded = inPlace;
  }

  private void fillGradient(GradientSum<A> sum) {
    kernel.widen(sum.values(), gradient, 0, gradient.length);
    float64.blend(gradient, 1 / sum.weightSum(), gradient, 0);
    problem.penalty().addTo(problem.layout(), theta, gradient, problem.weightSum());
  }

  private GradientSum<A> sum(int batch) {
    BatchChoice choice = new BatchChoice(problem.seed(), epoch, batch, batches);
    A start = rounded.orElseGet(() -> roundTrip.rounded(theta));
    return roundTrip.sum(start, choice, problem.rounding(rounds));
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
        epoch,
        rounds,
        ParameterVector.copyOf(theta),
        state.snapshot(Kernel.float64()),
        sums.part(Map.of()));
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
