package org.tributary.driver.train;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.UpdateRule;

/** Takes one step of an update rule an epoch, with master weights in float64. */
final class FirstOrderSolver implements Solver {
  /** J, whose sums may be rounded by random numbers of the step. */
  @FunctionalInterface
  interface StepObjective {
    /** Returns value and gradient of J, as they are at a step. */
    Objective at(double[] theta, long step);
  }

  private final StepObjective objective;
  private final long rows;
  private final UpdateRule<double[]> rule;
  private final OptimizerState<double[]> state;
  private final double[] theta;
  private int epoch;

  FirstOrderSolver(
      OptimizerSpec.FirstOrder spec,
      ParameterLayout layout,
      double[] start,
      long rows,
      StepObjective objective) {
    this.objective = objective;
    this.rows = rows;
    this.rule = UpdateRule.of(spec, Kernel.float64(), layout);
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
    double gradientNorm = here.gradientNorm();
    if (here.isFinite()) {
      rule.step(state, here.gradient(), theta);
    }
    return new SolverState(epoch, theta, here.value(), gradientNorm);
  }

  @Override
  public int rounds() {
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
