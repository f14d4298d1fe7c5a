package org.tributary.core.metrics;

/** Which of two values of a metric is the better one. */
public enum Direction {
  /** The higher value is better. */
  HIGHER,
  /** The lower value is better. */
  LOWER;

  /**
   * Tells whether one value is better than another. Every number is better than NaN, and NaN better
   * than nothing.
   */
  public boolean isBetter(double value, double other) {
    if (Double.isNaN(value) || Double.isNaN(other)) {
      return !Double.isNaN(value) && Double.isNaN(other);
    }
    return switch (this) {
      case HIGHER -> value > other;
      case LOWER -> value < other;
    };
  }
}
