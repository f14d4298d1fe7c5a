package org.tributary.driver.train;

import java.util.function.Function;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.Iterate;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.QuasiNewtonDescent;

/** L-BFGS or OWL-QN: an epoch is an iteration, with one evaluation of J or a few. */
final class QuasiNewtonSolver implements Solver {
  private final QuasiNewtonDescent descent;
  private final long rows;

  QuasiNewtonSolver(
      OptimizerSpec.QuasiNewton spec,
      Penalty penalty,
      ParameterLayout layout,
      double[] start,
      long rows,
      Function<double[], Objective> objective) {
    this.rows = rows;
    this.descent = QuasiNewtonDescent.begin(spec, penalty, layout, start, objective);
    Iterate first = descent.next();
    if (!first.objective().isFinite()) {
      throw Divergence.at(0, first.objective().value());
    }
  }

  @Override
  public boolean hasNext() {
    return descent.hasNext();
  }

  @Override
  public SolverState next() {
    Iterate iterate = descent.next();
    return new SolverState(
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
  public StopReason end() {
    return switch (descent.end().orElseThrow()) {
      case STATIONARY -> StopReason.GRADIENT_NORM;
      case NO_LOWER_VALUE, NOT_FINITE -> StopReason.LINE_SEARCH;
    };
  }
}
