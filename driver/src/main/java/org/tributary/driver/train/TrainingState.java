package org.tributary.driver.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.solver.SolverState;

/**
 * A training run as it was at the end of an epoch, from which {@link Trainer#resume} goes on bit
 * for bit. An immutable value of numbers, arrays, enums and metrics: it can be written down without
 * Java serialization, and holds nothing of Spark.
 *
 * <p>It does not hold the specs and the data, which are to be the same; a {@link TrainingJob}
 * describes them.
 *
 * @param solver parameters, counts, and what the optimiser remembers
 * @param stop what the stop rules know
 * @param best the best on the hold-out set, where patience is asked for and there was an evaluation
 * @param curve every epoch until now, in order, one at least
 */
public record TrainingState(
    SolverState solver, StopState stop, Optional<BestOnHoldout> best, List<EpochEnd> curve) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the parts are not of the same epoch
   */
  public TrainingState {
    curve = List.copyOf(curve);
    int last = curve.isEmpty() ? 0 : curve.get(curve.size() - 1).epoch();
    if (curve.isEmpty() || last != solver.epoch() || last != stop.epoch()) {
      throw new IllegalArgumentException(
          "Invalid training state: the solver is at epoch %d, the stop rules at %d, the curve at %d"
                  .formatted(solver.epoch(), stop.epoch(), last)
              + " (expected the same, 1 or more)");
    }
  }

  /** Returns how many epochs are done. */
  public int epoch() {
    return solver.epoch();
  }

  /** Returns how many round trips were made. */
  public long rounds() {
    return solver.rounds();
  }

  /** Returns the parameters of the last epoch, unrolled; the best ones are in {@link #best}. */
  public ParameterVector theta() {
    return solver.theta();
  }

  /** Returns the last epoch. */
  public EpochEnd last() {
    return curve.get(curve.size() - 1);
  }

  /** Returns the time of all rounds until now. */
  public Duration training() {
    return last().training();
  }

  /** Returns the time since training began, without that between a run and one that goes on. */
  public Duration elapsed() {
    return last().elapsed();
  }
}
