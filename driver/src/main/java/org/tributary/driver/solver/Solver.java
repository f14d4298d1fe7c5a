package org.tributary.driver.solver;

import java.util.Iterator;

/**
 * An optimisation as an iterator of epochs. When to stop is the caller's affair; the iterator ends
 * by itself only when the method cannot go on.
 *
 * <p>A solver is mutable; {@link #state()} takes it as a value, and {@link Solvers#restore} makes a
 * solver of that again.
 */
public sealed interface Solver extends Iterator<SolverEpoch>
    permits FirstOrderSolver,
        QuasiNewtonSolver,
        MiniBatchSolver,
        SparseMiniBatchSolver,
        LocalStepsSolver {

  /** Returns how many round trips were made until now. */
  long rounds();

  /** Returns how many samples were propagated until now, each as often as it was. */
  long samples();

  /**
   * Returns the solver as it is at the end of the last epoch: a copy of everything that {@link
   * #next()} changes. To be asked between {@link #next()} and the next {@link #hasNext()}.
   */
  SolverState state();

  /** Returns why there is no next epoch; to be asked only when {@link #hasNext()} says so. */
  StopReason end();
}
