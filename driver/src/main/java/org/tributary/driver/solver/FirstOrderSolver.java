package org.tributary.driver.solver;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.optim.UpdateRule;

/**
 * Takes one step of an update rule an epoch, with master weights in float64. A round trip a step.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FirstOrderSolver<A> implements Solver {
  private final TrainingProblem<A> problem;
  private final DistributedObjective<A> objective;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private int epoch;

  /** Takes theta and the state over. */
  private FirstOrderSolver(
      TrainingProblem<A> problem,
      UpdateRule<double[]> rule,
      OptimizerState<double[]> state,
      double[] theta,
      int epoch) {
    this.problem = problem;
    // The L2 part of the penalty is the objective's affair, the L1 part is the rule's.
    this.objective = new DistributedObjective<>(problem, epoch);
    this.rule = rule;
    this.state = state;
    this.theta = theta;
    this.epoch = epoch;
  }

  /** Begins at a copy of {@code theta}. */
  static <A> FirstOrderSolver<A> begin(
      TrainingProblem<A> problem, OptimizerSpec.FirstOrder spec, double[] theta) {
    UpdateRule<double[]> rule = problem.rule(spec, Kernel.float64());
    return new FirstOrderSolver<>(problem, rule, rule.init(), theta.clone(), 0);
  }

  /** Goes on from a state. */
  static <A> FirstOrderSolver<A> restore(
      TrainingProblem<A> problem, OptimizerSpec.FirstOrder spec, SolverState.FirstOrder from) {
    UpdateRule<double[]> rule = problem.rule(spec, Kernel.float64());
    return new FirstOrderSolver<>(
        problem, rule, rule.restore(from.optimizer()), from.theta().toArray(), from.epoch());
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public SolverEpoch next(Runnable roundEnded) {
    Penalty penalty = problem.penalty();
    ParameterLayout layout = problem.layout();
    Objective here = objective.at(theta, epoch);
    epoch++;
    double m = here.weightSum();
    double value = here.value() + penalty.absolute(layout, theta, m);
    double gradientNorm = penalty.subgradientNorm(layout, theta, here.gradient(), m);
    if (here.isFinite()) {
      rule.step(state, here.gradient(), theta);
    }
    return new SolverEpoch(epoch, theta, value, gradientNorm);
  }

  @Override
  public long rounds() {
    return epoch;
  }

  @Override
  public long samples() {
    return rounds() * problem.blocks().rows();
  }

  @Override
  public SolverState state() {
    return new SolverState.FirstOrder(
        epoch, rounds(), ParameterVector.copyOf(theta), state.snapshot(Kernel.float64()));
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
