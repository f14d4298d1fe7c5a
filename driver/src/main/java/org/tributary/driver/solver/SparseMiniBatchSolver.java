package org.tributary.driver.solver;

import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.ColumnRule;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.Parallel;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.summation.GradientSum;
import org.tributary.driver.spec.StrategySpec;

/**
 * {@link MiniBatchSolver} for sparse inputs: the same batches, and steps of a {@link ColumnRule},
 * which leave out the weights of features that are 0 in the whole batch.
 *
 * <p>Parameters and the rule's memory are in the precision of the blocks and laid out by feature
 * while an epoch lasts. At its end the penalties catch up, so the epoch's parameters have all of
 * theirs.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SparseMiniBatchSolver<A> implements Solver {
  private final TrainingProblem<A> problem;
  private final ParameterLayout layout;
  private final RoundTrip<A, A, BatchChoice> roundTrip;
  private final Kernel<A> kernel;
  private final int batches;
  private final ColumnRule<A> rule;
  private final OptimizerState<A> state;
  private final A theta;
  private final double[] unrolled;
  private final EpochSums sums;
  private int epoch;
  private long rounds;

  /**
   * Begins, or goes on after some epochs.
   *
   * @param plain the state of the rule, in the plain layout
   * @param unrolled parameters; taken over
   */
  private SparseMiniBatchSolver(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      OptimizerState<A> plain,
      double[] unrolled,
      int epoch,
      long rounds,
      EpochPart part) {
    this.problem = problem;
    this.layout = problem.layout();
    this.kernel = problem.kernel();
    MiniBatchWork<A> work =
        new MiniBatchWork<>(
            layout.topology(), problem.regularization(), problem.blocks().range(), true);
    this.roundTrip = RoundTrip.of(problem, work, layout.size(), strategy.batch(), rounds);
    this.batches = MiniBatchSolver.batches(problem.blocks().rows(), strategy.batch());
    this.sums = new EpochSums(part, batches);
    double m = problem.weightSum();
    Penalty penalty = problem.penalty();
    this.rule = new ColumnRule<>(spec, kernel, layout, penalty.l1() / m, penalty.l2() / m);
    rule.owe(part.penalties());
    this.state = rule.byFeature(plain);
    this.theta = kernel.allocate(layout.size());
    layout.transposeFirst(kernel, kernel.fromDoubles(unrolled), theta);
    this.unrolled = unrolled;
    this.epoch = epoch;
    this.rounds = rounds;
  }

  /** Begins at a copy of {@code theta}. */
  static <A> SparseMiniBatchSolver<A> begin(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      double[] theta) {
    OptimizerState<A> first = problem.rule(spec, problem.kernel()).init();
    return new SparseMiniBatchSolver<>(
        problem, spec, strategy, first, theta.clone(), 0, 0, EpochPart.NONE);
  }

  /** Goes on from a state. */
  static <A> SparseMiniBatchSolver<A> restore(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder spec,
      StrategySpec.MiniBatch strategy,
      SolverState.FirstOrder from) {
    OptimizerState<A> state = problem.rule(spec, problem.kernel()).restore(from.optimizer());
    double[] theta = from.theta().toArray();
    return new SparseMiniBatchSolver<>(
        problem, spec, strategy, state, theta, from.epoch(), from.rounds(), from.part());
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public SolverEpoch next(Runnable roundEnded) {
    Penalty penalty = problem.penalty();
    for (int j = (int) sums.rounds(); j < batches; j++) {
      BatchChoice choice = new BatchChoice(problem.seed(), epoch, j, batches);
      GradientSum<A> sum = roundTrip.sum(roundTrip.shared(theta), choice, problem.rounding(rounds));
      rounds++;
      if (!Double.isFinite(sum.lossSum())) {
        throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
      }
      // A batch may be empty, or of weightless rows, where there are few.
      if (sum.weightSum() > 0) {
        if (j >= batches - MiniBatchSolver.NORMS) {
          sums.gradientNorm(gradientNorm(sum));
        }
        rule.step(state, sum.values(), sum.columns(), 1 / sum.weightSum(), theta, this::inParallel);
      }
      sums.add(sum);
      if (j + 1 < batches) {
        roundEnded.run();
      }
    }
    rule.catchUp(theta, this::inParallel);
    epoch++;
    unroll();
    double value = sums.meanLoss() + penalty.value(layout, unrolled, problem.weightSum());
    double gradientNorm = sums.gradientNorm();
    sums.clear();
    return new SolverEpoch(epoch, unrolled, value, gradientNorm);
  }

  private void inParallel(int features, Parallel.RangeTask<A> task) {
    roundTrip.inParallel(features, layout.rows(0), task);
  }

  private void unroll() {
    A plain = kernel.allocate(layout.size());
    layout.transposeFirstBack(kernel, theta, plain);
    kernel.widen(plain, unrolled, 0, unrolled.length);
  }

  /**
   * Returns the norm of the gradient of the batch; only with a penalty does it take all weights.
   */
  private double gradientNorm(GradientSum<A> sum) {
    ColumnSums<A> columns = sum.columns();
    double scale = 1 / sum.weightSum();
    if (problem.penalty().equals(Penalty.NONE)) {
      double squares = kernel.squares(sum.values(), 0, layout.restSize());
      for (int k = 0; k < columns.count(); k++) {
        int at = columns.offset(k);
        squares += kernel.squares(columns.array(k), at, at + columns.width());
      }
      return Math.sqrt(squares) * scale;
    }
    ParameterLayout byFeature = layout.byFeature();
    double[] at = kernel.toDoubles(theta);
    double[] gradient =
        kernel.toDoubles(sum.byFeature(layout.topology().inputs(), layout.rows(0), kernel));
    Kernel.float64().blend(gradient, scale, gradient, 0);
    problem.penalty().addTo(byFeature, at, gradient, problem.weightSum());
    return problem.penalty().subgradientNorm(byFeature, at, gradient, problem.weightSum());
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
    EpochPart part = sums.part(rule.owed());
    if (!part.isNone()) {
      unroll();
    }
    return new SolverState.FirstOrder(
        epoch, rounds, ParameterVector.copyOf(unrolled), rule.plain(state).snapshot(kernel), part);
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
