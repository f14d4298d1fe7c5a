package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;
import org.tributary.driver.spec.TrainSpec;

/**
 * Says after each epoch whether to stop, and why. Mutable: it remembers the objective.
 *
 * <p>Where several rules hold at once, the first of {@link StopReason}'s order after {@code EPOCHS}
 * is named: what the objective says comes before what the clock says, and both before the last
 * epoch.
 */
final class StopRules {
  /** One small improvement may be chance; this many in a row are not. */
  private static final int PATIENCE = 5;

  private final TrainSpec spec;
  private double previous = Double.POSITIVE_INFINITY;
  private int small;

  StopRules(TrainSpec spec) {
    this.spec = spec;
  }

  /** Returns the reason to stop after an epoch, if there is one. */
  Optional<StopReason> check(SolverState state, Duration elapsed) {
    TrainSpec.StopSpec stop = spec.stop();
    boolean converged = improvesLittle(state.value(), stop.improvement());
    if (stop.gradientNorm() > 0 && state.gradientNorm() <= stop.gradientNorm()) {
      return Optional.of(StopReason.GRADIENT_NORM);
    }
    if (converged) {
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

  private boolean improvesLittle(double value, double share) {
    double improvement = previous - value;
    double scale = Math.max(Math.abs(previous), Math.abs(value));
    boolean little = share > 0 && Double.isFinite(previous) && improvement <= share * scale;
    small = little ? small + 1 : 0;
    previous = value;
    return small >= PATIENCE;
  }
}
