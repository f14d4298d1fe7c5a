package org.tributary.core.objective;

/**
 * The result of a gradient check.
 *
 * @param largest the derivative that differs most
 * @param checked number of parameters compared, at least 1
 * @param skipped number of parameters left out because their step crosses a kink
 */
public record GradientCheckResult(GradientDifference largest, int checked, int skipped) {

  /** Tells whether every relative difference is at most {@code tolerance}. */
  public boolean within(double tolerance) {
    return largest.relative() <= tolerance;
  }

  /** Returns the result in one line. */
  @Override
  public String toString() {
    return "%d parameters checked, %d skipped at kinks; largest difference at %s"
        .formatted(checked, skipped, largest);
  }
}
