package org.tributary.driver.train;

/**
 * The state of the stop rules, apart from the clock and the hold-out metrics. Immutable.
 *
 * @param epoch the last epoch; 0 before the first
 * @param loss J of that epoch; infinite before the first
 * @param gradientNorm norm of the gradient of that epoch; infinite before the first
 * @param smallImprovements number of consecutive epochs, including the last, with a relative
 *     improvement of J of at most {@code train.stop.improvement}
 */
public record StopState(int epoch, double loss, double gradientNorm, int smallImprovements) {
  /** The state before the first epoch. */
  static final StopState START =
      new StopState(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
}
