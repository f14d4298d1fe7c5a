package org.tributary.driver.train;

import java.util.Iterator;

/**
 * An optimisation as an iterator of states, one an epoch. When to stop is the caller's affair; the
 * iterator ends by itself only when the method cannot go on.
 */
sealed interface Solver extends Iterator<SolverState> permits FirstOrderSolver, QuasiNewtonSolver {

  /** Returns how often J was evaluated until now. */
  int evaluations();

  /** Returns why there is no next state; to be asked only when {@link #hasNext()} says so. */
  StopReason end();
}
