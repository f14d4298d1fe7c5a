package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Decides after each epoch whether to stop, and why. Stateless: the history is a {@link StopState}.
 *
 * <p>If several rules apply, the order of precedence is: the objective, the clock, the number of
 * epochs, the hold-out metrics.
 */
final class StopRules {
  /** Number of consecutive small improvements after which training stops. */
  private static final int PATIENCE = 5;

  private final TrainSpec spec;

  StopRules(TrainSpec spec) {
    this.spec = spec;
  }

  /** Returns the state after an epoch. */
  StopState after(StopState before, SolverEpoch epoch) {
    boolean small = improvesLittle(before.loss(), epoch.value());
    return new StopState(
        epoch.epoch(),
        epoch.value(),
        epoch.gradientNorm(),
        small ? before.smallImprovements() + 1 : 0);
  }

  private boolean improvesLittle(double previous, double value) {
    double share = spec.stop().improvement();
    double scale = Math.max(Math.abs(previous), Math.abs(value));
    return share > 0 && Double.isFinite(previous) && previous - value <= share * scale;
  }

  /**
   * Returns the reason to stop because of the objective, the clock or the number of epochs.
   *
   * @param elapsed time since the start of training
   */
  Optional<StopReason> reason(StopState state, Duration elapsed) {
    StopSpec stop = spec.stop();
    if (stop.gradientNorm() > 0 && state.gradientNorm() <= stop.gradientNorm()) {
      return Optional.of(StopReason.GRADIENT_NORM);
    }
    if (stop.improvement() > 0 && state.smallImprovements() >= PATIENCE) {
      return Optional.of(StopReason.IMPROVEMENT);
    }
    if (stop.timeBudget().isPresent() && elapsed.compareTo(stop.timeBudget().get()) >= 0) {
      return Optional.of(StopReason.TIME_BUDGET);
    }
    if (state.epoch() >= spec.epochs()) {
      return Optional.of(StopReason.EPOCHS);
    }
    if (stop.epoch() > 0 && state.epoch() >= stop.epoch()) {
      return Optional.of(StopReason.EPOCH);
    }
    return Optional.empty();
  }

  /** Returns the reason to stop because of the hold-out metrics. */
  Optional<StopReason> reason(Optional<BestOnHoldout> best) {
    int patience = spec.stop().patience();
    return patience > 0 && best.isPresent() && best.get().worseSince() >= patience
        ? Optional.of(StopReason.HELD_OUT)
        : Optional.empty();
  }
}
