package org.tributary.driver.solver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.optim.NormConstraints;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.optim.Schedule;
import org.tributary.core.optim.UpdateRule;
import org.tributary.core.summation.GradientSum;
import org.tributary.driver.spec.StrategySpec;

/**
 * Local SGD: each shard takes some steps of its own, then an outer optimiser takes one along the
 * shards' mean displacement. A round trip a round of steps.
 *
 * <pre>
 *   Theta_s = H steps of the inner optimiser from Theta on the samples of shard s
 *   d = sum_s w_s (Theta_s - Theta) / sum_s w_s
 *   Theta = Theta + outer(-d); with plain averaging, Theta + d
 * </pre>
 *
 * <p>Source: Stich, Local SGD Converges Fast and Communicates Little, ICLR 2019; with outer
 * Nesterov momentum, Douillard et al., DiLoCo, arXiv:2311.08105.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LocalStepsSolver<A> implements Solver {
  private final TrainingProblem<A> problem;
  private final RoundTrip<A, LocalStart<A>, LocalRound> roundTrip;
  private final Kernel<A> kernel;
  private final StrategySpec.LocalSteps strategy;
  private final OptimizerSpec.FirstOrder inner;
  private final UpdateRule<A> innerRule;
  private final UpdateRule<double[]> outerRule;
  private final double[] theta;
  private final long stepsAnEpoch;
  private OptimizerState<double[]> outerState;
  private OptimizerState<A> innerState;
  private double stepsARound;
  private long done;
  private EpochSums sums = new EpochSums(EpochPart.NONE, 1);
  private int epoch;
  private long rounds;

  /** Takes theta over; no optimiser has taken a step. The strategy is that of known data. */
  private LocalStepsSolver(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder inner,
      StrategySpec.LocalSteps strategy,
      double[] theta,
      long rounds) {
    this.problem = problem;
    this.kernel = problem.kernel();
    this.strategy = strategy;
    this.inner = inner;
    this.innerRule = UpdateRule.of(inner, kernel, problem.layout());
    this.innerState = innerRule.init();
    // Momentum can carry weights beyond the maximum that holds for each shard.
    NormConstraints ofWeights = new NormConstraints(0, inner.constraints().maxNorm());
    this.outerRule =
        UpdateRule.of(strategy.outer().constrained(ofWeights), Kernel.float64(), problem.layout());
    this.outerState = outerRule.init();
    this.theta = theta;
    this.rounds = rounds;
    this.stepsARound = strategy.steps();
    LocalStepsWork<A> work =
        new LocalStepsWork<>(
            problem.layout().topology(),
            problem.penalty(),
            problem.regularization(),
            problem.weightSum(),
            problem.blocks().range(),
            strategy.batch(),
            problem.seed(),
            problem.blocks().areSparse(),
            problem.driverBlocks().isPresent()
                ? new int[0]
                : ShardSizes.of(problem.spark(), problem.blocks()));
    int length = ShardDescent.length(problem.layout(), innerState);
    this.stepsAnEpoch = stepsAnEpoch(problem, strategy);
    long samplesARound = Math.min(strategy.steps(), stepsAnEpoch) * samplesAStep(problem, strategy);
    this.roundTrip = RoundTrip.of(problem, work, length, samplesARound, rounds);
  }

  /** Begins at a copy of {@code theta}. */
  static <A> LocalStepsSolver<A> begin(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder inner,
      StrategySpec.LocalSteps strategy,
      double[] theta) {
    return new LocalStepsSolver<>(problem, inner, strategy, theta.clone(), 0);
  }

  /** Goes on from a state. */
  static <A> LocalStepsSolver<A> restore(
      TrainingProblem<A> problem,
      OptimizerSpec.FirstOrder inner,
      StrategySpec.LocalSteps strategy,
      SolverState.LocalSteps from) {
    LocalStepsSolver<A> solver =
        new LocalStepsSolver<>(problem, inner, strategy, from.theta().toArray(), from.rounds());
    solver.outerState = solver.outerRule.restore(from.outer());
    solver.innerState = solver.innerRule.restore(from.inner());
    solver.stepsARound = from.stepsARound();
    solver.done = from.steps();
    solver.epoch = from.epoch();
    solver.sums = new EpochSums(from.part(), solver.stepsAnEpoch);
    return solver;
  }

  /** Returns how many steps a shard takes an epoch, by the strategy of known data. */
  static long stepsAnEpoch(TrainingProblem<?> problem, StrategySpec.LocalSteps strategy) {
    long samplesAStep = samplesAStep(problem, strategy);
    return (problem.blocks().rows() + samplesAStep - 1) / samplesAStep;
  }

  private static long samplesAStep(TrainingProblem<?> problem, StrategySpec.LocalSteps strategy) {
    return (long) problem.blocks().range().groups() * strategy.batch();
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public SolverEpoch next(Runnable roundEnded) {
    long end = (epoch + 1) * stepsAnEpoch;
    while (done < end) {
      long wanted = Math.max(1, Math.min((long) stepsARound, Integer.MAX_VALUE));
      int steps = (int) Math.min(end - done, wanted);
      GradientSum<A> sum = round(steps);
      rounds++;
      done += steps;
      stepsARound *= strategy.growth();
      sums.add(sum);
      sums.gradientNorm(apply(sum));
      if (done < end) {
        roundEnded.run();
      }
    }
    epoch++;
    double value =
        sums.meanLoss() + problem.penalty().value(problem.layout(), theta, problem.weightSum());
    double length = sums.gradientNorm();
    sums.clear();
    return new SolverEpoch(epoch, theta, value, length);
  }

  private GradientSum<A> round(int steps) {
    // A reset state counts its steps from 0, the schedules from the beginning of the run.
    long before = done - innerState.step();
    OptimizerSpec.FirstOrder rest =
        before == 0 ? inner : inner.withSchedules(schedule -> new Schedule.From(before, schedule));
    LocalRound round = new LocalRound(rest, done, steps);
    LocalStart<A> start = new LocalStart<>(roundTrip.rounded(theta), innerState);
    return roundTrip.sum(start, round, problem.rounding(rounds));
  }

  /** Takes the outer step, and returns the length of the mean displacement. */
  private double apply(GradientSum<A> sum) {
    if (!(sum.weightSum() > 0) || !Double.isFinite(sum.lossSum())) {
      throw Divergence.at(epoch + 1, sum.lossSum() / sum.weightSum());
    }
    int size = problem.layout().size();
    double scale = 1 / sum.weightSum();
    double[] pseudoGradient = new double[size];
    for (int i = 0; i < size; i++) {
      pseudoGradient[i] = -scale * kernel.get(sum.values(), i);
    }
    double length = Math.sqrt(Kernel.float64().dot(pseudoGradient, pseudoGradient));
    if (!Double.isFinite(length)) {
      throw Divergence.at(epoch + 1, length);
    }
    outerRule.step(outerState, pseudoGradient, theta);
    innerState =
        switch (strategy.inner()) {
          case AVERAGE -> averaged(sum.values(), scale);
          case RESET -> innerRule.init();
        };
    return length;
  }

  private OptimizerState<A> averaged(A sums, double scale) {
    int size = problem.layout().size();
    Map<String, A> arrays = new LinkedHashMap<>();
    int at = size;
    for (String name : innerState.names()) {
      A mean = kernel.allocate(size);
      kernel.copy(sums, at, mean, 0, size);
      kernel.blend(mean, scale, mean, 0);
      arrays.put(name, mean);
      at += size;
    }
    return innerRule.restore(done, arrays);
  }

  @Override
  public long rounds() {
    return rounds;
  }

  @Override
  public long samples() {
    return done * strategy.batch() * problem.blocks().range().groups();
  }

  @Override
  public SolverState state() {
    return new SolverState.LocalSteps(
        epoch,
        rounds,
        ParameterVector.copyOf(theta),
        outerState.snapshot(Kernel.float64()),
        innerState.snapshot(kernel),
        done,
        stepsARound,
        sums.part(Map.of()));
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
