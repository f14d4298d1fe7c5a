package org.tributary.core.objective;

import java.util.Arrays;

/**
 * The value of J at one Theta, with its gradient D.
 *
 * <p>The gradient array belongs to the receiver.
 */
public final class Objective {
  private final double value;
  private final double[] gradient;
  private final double weightSum;

  /**
   * Wraps the gradient without a copy.
   *
   * @param value J, the penalty included
   * @param gradient D, unrolled
   * @param weightSum m
   */
  public Objective(double value, double[] gradient, double weightSum) {
    this.value = value;
    this.gradient = gradient;
    this.weightSum = weightSum;
  }

  /** Returns J, the penalty included. */
  public double value() {
    return value;
  }

  /** Returns D, unrolled: the array itself. */
  public double[] gradient() {
    return gradient;
  }

  /** Returns m, the sum of the sample weights. */
  public double weightSum() {
    return weightSum;
  }

  /** Returns the Euclidean length of the gradient. */
  public double gradientNorm() {
    return Math.sqrt(Arrays.stream(gradient).map(d -> d * d).sum());
  }

  /** Tells whether the value and every derivative are finite numbers. */
  public boolean isFinite() {
    return Double.isFinite(value) && areFinite(gradient);
  }

  /** Tells whether there is no infinity and no NaN among some numbers. */
  public static boolean areFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
