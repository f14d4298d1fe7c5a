package org.tributary.core.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Shift and scale of each feature: x becomes (x - mean) / deviation.
 *
 * <p>Learned from the training rows, kept in the model, applied alike everywhere.
 */
public final class Standardization implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] mean;
  private final double[] deviation;

  /**
   * Copies the arrays, one number a feature.
   *
   * @param mean what is subtracted
   * @param deviation what is divided by, positive; 1 for a feature that never varies
   */
  public Standardization(double[] mean, double[] deviation) {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "Invalid standardization: %d means for %d deviations"
              .formatted(mean.length, deviation.length));
    }
    for (double d : deviation) {
      if (!(d > 0) || Double.isInfinite(d)) {
        throw new IllegalArgumentException(
            "Invalid deviation: " + d + " (expected a positive number)");
      }
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
  }

  /** Returns the standardization that leaves every feature as it is. */
  public static Standardization none(int features) {
    double[] ones = new double[features];
    Arrays.fill(ones, 1);
    return new Standardization(new double[features], ones);
  }

  /** Returns the number of features. */
  public int features() {
    return mean.length;
  }

  /** Returns what is subtracted from a feature. */
  public double mean(int feature) {
    return mean[feature];
  }

  /** Returns what a feature is divided by. */
  public double deviation(int feature) {
    return deviation[feature];
  }

  /** Returns (x - mean) / deviation of one feature. */
  public double apply(int feature, double x) {
    return (x - mean[feature]) / deviation[feature];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Standardization that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }
}
