package org.tributary.driver.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.solver.SolverState;

/**
 * The state of a training run at the end of an epoch, or after a round trip within one, from which
 * {@link Trainer#resume} continues with identical bits. An immutable value of numbers, arrays,
 * enums and metrics: it can be saved without Java serialization, and does not depend on Spark.
 *
 * <p>It does not contain the specs and the data, which must be the same; a {@link TrainingJob}
 * describes them.
 *
 * @param solver parameters, counts and optimizer state
 * @param stop state of the stop rules
 * @param best the best hold-out result, if patience is set and the hold-out set was evaluated
 * @param curve all epochs so far, in order; none if the first has begun
 * @param chain hashes of the parameters so far
 * @param inEpoch training time of the epoch that has begun
 */
public record TrainingState(
    SolverState solver,
    StopState stop,
    Optional<BestOnHoldout> best,
    List<EpochEnd> curve,
    ThetaChain chain,
    Duration inEpoch) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the parts do not belong to the same epoch
   */
  public TrainingState {
    curve = List.copyOf(curve);
    int last = curve.isEmpty() ? 0 : curve.get(curve.size() - 1).epoch();
    boolean begun = !curve.isEmpty() || !solver.part().isNone();
    if (!begun || last != solver.epoch() || last != stop.epoch()) {
      throw new IllegalArgumentException(
          "Invalid training state: the solver is at epoch %d, the stop rules at %d, the curve at %d"
                  .formatted(solver.epoch(), stop.epoch(), last)
              + " (expected the same, 1 or more but in the first epoch)");
    }
  }

  /** Creates a state at the end of an epoch. */
  public TrainingState(
      SolverState solver,
      StopState stop,
      Optional<BestOnHoldout> best,
      List<EpochEnd> curve,
      ThetaChain chain) {
    this(solver, stop, best, curve, chain, Duration.ZERO);
  }

  /** Tells whether an epoch has begun and not ended. */
  public boolean isWithinEpoch() {
    return !solver.part().isNone();
  }

  /** Returns where the run is, for people: {@code epoch 3} or {@code round 17 in epoch 4}. */
  public String place() {
    return isWithinEpoch()
        ? "round %d in epoch %d".formatted(rounds(), epoch() + 1)
        : "epoch " + epoch();
  }

  /** Returns the number of completed epochs. */
  public int epoch() {
    return solver.epoch();
  }

  /** Returns the number of round trips. */
  public long rounds() {
    return solver.rounds();
  }

  /** Returns the parameters, unrolled; the best ones are in {@link #best}. */
  public ParameterVector theta() {
    return solver.theta();
  }

  /** Returns the last epoch that has ended, if there is one. */
  public Optional<EpochEnd> last() {
    return curve.isEmpty() ? Optional.empty() : Optional.of(curve.get(curve.size() - 1));
  }

  /** Returns the training time, without the time between a run and its continuation. */
  public Duration elapsed() {
    return last().map(EpochEnd::elapsed).orElse(Duration.ZERO).plus(inEpoch);
  }
}
