package org.tributary.driver.train;

import java.util.Iterator;

/**
 * An optimisation as an iterator of states, one an epoch. When to stop is the caller's affair; the
 * iterator ends by itself only when the method cannot go on.
 */
sealed interface Solver extends Iterator<SolverState>
    permits FirstOrderSolver, QuasiNewtonSolver, MiniBatchSolver, LocalStepsSolver {

  /** Returns how many round trips were made until now. */
  long rounds();

  /** Returns how many samples were propagated until now, each as often as it was. */
  long samples();

  /** Returns why there is no next state; to be asked only when {@link #hasNext()} says so. */
  StopReason end();
}
