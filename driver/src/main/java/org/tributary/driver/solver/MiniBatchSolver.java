package org.tributary.driver.solver;

import java.util.Map;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.Parallel;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.optim.Transform;
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
 * <p>Parameters and the rule's memory are in the precision of the blocks. An epoch takes many
 * steps, and in float32 a step moves half as many bytes, in loops that the JIT compiler vectorizes.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MiniBatchSolver<A> implements Solver {
  /**
   * Of how many of an epoch's last batches the gradient's norm is computed, if one is weightless.
   */
  static final int NORMS = 2;

  private final TrainingProblem<A> problem;
  private final RoundTrip<A, A, BatchChoice> roundTrip;
  private final Kernel<A> kernel;
  private final int batches;
  private final UpdateRule<A> rule;

  /** The derivative of the L2 penalty, added to a gradient as if it were a decay. */
  private final Transform.WeightDecay quadratic;

  private final OptimizerState<A> state;
  private final A theta;
  private final EpochSums sums;
  private int epoch;
  private long rounds;

  /** Takes the state over. */
  private MiniBatchSolver(
      TrainingProblem<A> problem,
      StrategySpec.MiniBatch strategy,
      UpdateRule<A> rule,
      OptimizerState<A> state,
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
    this.kernel = problem.kernel();
    this.batches = batches(problem.blocks().rows(), strategy.batch());
    this.sums = new EpochSums(part, batches);
    this.rule = rule;
    this.quadratic =
        new Transform.WeightDecay(problem.penalty().l2() / problem.weightSum(), problem.layout());
    this.state = state;
    this.theta = kernel.fromDoubles(theta);
    this.epoch = epoch;
    this.rounds = rounds;
  }

  /** Begins at {@code theta}, which is copied. */
  static <A> MiniBatchSolver<A> begin(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      double[] theta) {
    UpdateRule<A> rule = problem.rule(spec, problem.kernel());
    return new MiniBatchSolver<>(problem, strategy, rule, rule.init(), theta, 0, 0, EpochPart.NONE);
  }

  /** Goes on from a state. */
  static <A> MiniBatchSolver<A> restore(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      SolverState.FirstOrder from) {
    UpdateRule<A> rule = problem.rule(spec, problem.kernel());
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
    for (int j = (int) sums.rounds(); j < batches; j++) {
      GradientSum<A> sum = sum(j);
      rounds++;
      if (!Double.isFinite(sum.lossSum())) {
        throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
      }
      // A batch may be empty, or of weightless rows, where there are few.
      if (sum.weightSum() > 0) {
        step(sum.values(), 1 / sum.weightSum(), j >= batches - NORMS);
      }
      sums.add(sum);
      if (j + 1 < batches) {
        roundEnded.run();
      }
    }
    epoch++;
    double[] unrolled = kernel.toDoubles(theta);
    double value = sums.meanLoss() + penalty.value(problem.layout(), unrolled, problem.weightSum());
    double gradientNorm = sums.gradientNorm();
    sums.clear();
    return new SolverEpoch(epoch, unrolled, value, gradientNorm);
  }

  private GradientSum<A> sum(int batch) {
    BatchChoice choice = new BatchChoice(problem.seed(), epoch, batch, batches);
    return roundTrip.sum(roundTrip.shared(theta), choice, problem.rounding(rounds));
  }

  /**
   * Takes a step.
   *
   * @param gradient the sum over the batch; overwritten
   * @param scale 1 / the sum of the batch's sample weights
   * @param withNorm whether the norm of the gradient of J is kept
   */
  private void step(A gradient, double scale, boolean withNorm) {
    if (!withNorm && problem.penalty().l2() == 0) {
      rule.step(state, gradient, scale, theta, this::inParallel);
      return;
    }
    inParallel(
        problem.layout().size(),
        (own, from, to) -> {
          own.blend(gradient, scale, gradient, 0, from, to);
          quadratic.update(own, state, gradient, theta, from, to);
        });
    if (withNorm) {
      sums.gradientNorm(norm(gradient));
    }
    rule.step(state, gradient, 1, theta, this::inParallel);
  }

  private void inParallel(int items, Parallel.RangeTask<A> task) {
    roundTrip.inParallel(items, 1, task);
  }

  /** Returns the norm of the gradient of J, of which the L1 part is not in the array. */
  private double norm(A gradient) {
    Penalty penalty = problem.penalty();
    if (penalty.l1() == 0) {
      return Math.sqrt(kernel.squares(gradient, 0, problem.layout().size()));
    }
    return penalty.subgradientNorm(
        problem.layout(), kernel.toDoubles(theta), kernel.toDoubles(gradient), problem.weightSum());
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
        ParameterVector.copyOf(kernel.toDoubles(theta)),
        state.snapshot(kernel),
        sums.part(Map.of()));
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
