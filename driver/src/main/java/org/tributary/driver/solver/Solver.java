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

  /**
   * Goes on to the end of the epoch.
   *
   * @param roundEnded called after each round trip within the epoch, but not after the last; may
   *     ask for the {@link #state()}, from which a solver goes on within the epoch
   */
  SolverEpoch next(Runnable roundEnded);

  @Override
  default SolverEpoch next() {
    return next(() -> {});
  }

  /** Returns how many round trips were made until now. */
  long rounds();

  /** Returns how many samples were propagated until now, each as often as it was. */
  long samples();

  /**
   * Returns the solver as it is: a copy of everything that {@link #next()} changes. To be asked
   * between {@link #next()} and the next {@link #hasNext()}, or after a round trip.
   */
  SolverState state();

  /** Returns why there is no next epoch; to be asked only when {@link #hasNext()} says so. */
  StopReason end();
}
