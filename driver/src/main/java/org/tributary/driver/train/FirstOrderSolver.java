package org.tributary.driver.train;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.UpdateRule;

/** Takes one step of an update rule an epoch, with master weights in float64. */
final class FirstOrderSolver implements Solver {
  /** The smooth part of J; with dropout, or where sums are rounded, it is another at every step. */
  @FunctionalInterface
  interface StepObjective {
    /** Returns value and gradient of J without its L1 penalty, as it is at a step. */
    Objective at(double[] theta, long step);
  }

  private final StepObjective objective;
  private final Penalty penalty;
  private final ParameterLayout layout;
  private final long rows;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private int epoch;

  /**
   * Begins at {@code start}.
   *
   * @param penalty its L1 part is for the rule; its L2 part is the objective's own affair
   * @param weightSum m, which the penalty is scaled by
   */
  FirstOrderSolver(
      OptimizerSpec.FirstOrder spec,
      Penalty penalty,
      ParameterLayout layout,
      double[] start,
      long rows,
      double weightSum,
      StepObjective objective) {
    this.objective = objective;
    this.penalty = penalty;
    this.layout = layout;
    this.rows = rows;
    this.rule = UpdateRule.of(spec, Kernel.float64(), layout, penalty.l1() / weightSum);
    this.state = rule.init();
    this.theta = start.clone();
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public SolverState next() {
    Objective here = objective.at(theta, epoch);
    epoch++;
    double m = here.weightSum();
    double value = here.value() + penalty.absolute(layout, theta, m);
    double gradientNorm = penalty.subgradientNorm(layout, theta, here.gradient(), m);
    if (here.isFinite()) {
      rule.step(state, here.gradient(), theta);
    }
    return new SolverState(epoch, theta, value, gradientNorm);
  }

  @Override
  public long rounds() {
    return epoch;
  }

  @Override
  public long samples() {
    return rounds() * rows;
  }

  @Override
  public StopReason end() {
    throw new IllegalStateException("A first-order rule can always take another step");
  }
}
