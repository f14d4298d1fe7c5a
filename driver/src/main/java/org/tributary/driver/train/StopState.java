package org.tributary.driver.train;

/**
 * What the stop rules know of the past, apart from the clock and the hold-out set: an immutable
 * value.
 *
 * @param epoch the last epoch; 0 before the first
 * @param loss J of that epoch; infinite before the first
 * @param gradientNorm length of the gradient of that epoch; infinite before the first
 * @param smallImprovements how many epochs in a row, the last one included, improved J by no more
 *     than {@code train.stop.improvement} of it
 */
public record StopState(int epoch, double loss, double gradientNorm, int smallImprovements) {
  /** Before the first epoch. */
  static final StopState START =
      new StopState(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
}
