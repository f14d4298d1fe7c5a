package org.tributary.driver.solver;

import org.tributary.core.optim.Iterate;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.QuasiNewtonDescent;

/** L-BFGS or OWL-QN: an epoch is an iteration, with one evaluation of J or a few. */
final class QuasiNewtonSolver implements Solver {
  private final QuasiNewtonDescent descent;
  private final long rows;

  private QuasiNewtonSolver(QuasiNewtonDescent descent, long rows) {
    this.descent = descent;
    this.rows = rows;
  }

  /**
   * Begins at {@code theta}.
   *
   * @throws TrainingException if J is not finite there
   */
  static <A> QuasiNewtonSolver begin(
      TrainingProblem<A> problem, OptimizerSpec.QuasiNewton spec, double[] theta) {
    DistributedObjective<A> objective = new DistributedObjective<>(problem);
    QuasiNewtonDescent descent =
        QuasiNewtonDescent.begin(spec, problem.penalty(), problem.layout(), theta, objective::at);
    Iterate first = descent.next();
    if (!first.objective().isFinite()) {
      throw Divergence.at(0, first.objective().value());
    }
    return new QuasiNewtonSolver(descent, problem.blocks().rows());
  }

  /** Goes on from a state. */
  static <A> QuasiNewtonSolver restore(
      TrainingProblem<A> problem, OptimizerSpec.QuasiNewton spec, SolverState.QuasiNewton from) {
    DistributedObjective<A> objective = new DistributedObjective<>(problem, from.rounds());
    return new QuasiNewtonSolver(
        QuasiNewtonDescent.restore(
            spec, problem.penalty(), problem.layout(), from.descent(), objective::at),
        problem.blocks().rows());
  }

  @Override
  public boolean hasNext() {
    return descent.hasNext();
  }

  @Override
  public SolverEpoch next(Runnable roundEnded) {
    Iterate iterate = descent.next();
    return new SolverEpoch(
        iterate.iteration(),
        iterate.theta(),
        iterate.objective().value(),
        iterate.objective().gradientNorm());
  }

  @Override
  public long rounds() {
    return descent.evaluations();
  }

  @Override
  public long samples() {
    return rounds() * rows;
  }

  @Override
  public SolverState state() {
    return new SolverState.QuasiNewton(descent.snapshot());
  }

  @Override
  public StopReason end() {
    return switch (descent.end().orElseThrow()) {
      case STATIONARY -> StopReason.GRADIENT_NORM;
      case NO_LOWER_VALUE, NOT_FINITE -> StopReason.LINE_SEARCH;
    };
  }
}
