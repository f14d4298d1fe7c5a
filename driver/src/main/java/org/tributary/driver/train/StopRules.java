package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.spec.TrainSpec;

/**
 * Says after each epoch whether to stop, and why. It remembers nothing: what the rules know of the
 * past is a {@link StopState}.
 *
 * <p>Where several rules hold at once, the first of {@link StopReason}'s order after {@code EPOCHS}
 * is named: what the objective says comes before what the clock says, both before the last epoch,
 * and that before the hold-out set.
 */
final class StopRules {
  /** One small improvement may be chance; this many in a row are not. */
  private static final int PATIENCE = 5;

  private final TrainSpec spec;

  StopRules(TrainSpec spec) {
    this.spec = spec;
  }

  /** Returns what the rules know after an epoch. */
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
   * Returns the reason to stop, if the objective, the clock or the number of epochs gives one.
   *
   * @param elapsed time since training began
   */
  Optional<StopReason> reason(StopState state, Duration elapsed) {
    TrainSpec.StopSpec stop = spec.stop();
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
    return Optional.empty();
  }

  /** Returns the reason to stop, if the evaluations on the hold-out set give one. */
  Optional<StopReason> reason(Optional<BestOnHoldout> best) {
    int patience = spec.stop().patience();
    return patience > 0 && best.isPresent() && best.get().worseSince() >= patience
        ? Optional.of(StopReason.HELD_OUT)
        : Optional.empty();
  }
}
