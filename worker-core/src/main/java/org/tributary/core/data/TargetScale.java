package org.tributary.core.data;

import java.io.Serializable;
import java.util.Objects;
import org.tributary.core.function.SignedLogarithm;

/**
 * How a number in the data becomes the target t of an output, and an output a prediction:
 *
 * <pre>
 *   t = (g(y) - mean) / deviation        y = clamp(g^-1(mean + deviation h), lower, upper)
 * </pre>
 *
 * <p>where g(y) is y or, for targets of very different sizes, sign(y) ln(1 + |y|).
 *
 * <p>A final class because the Kryo of Spark refuses records.
 */
public final class TargetScale implements Serializable {
  private static final long serialVersionUID = 1;

  /** Leaves numbers as they are. */
  public static final TargetScale NONE =
      new TargetScale(0, 1, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double mean;
  private final double deviation;
  private final boolean log;
  private final double lower;
  private final double upper;

  /**
   * Makes a scale.
   *
   * @param mean finite
   * @param deviation finite and positive
   * @param log whether g is the logarithm
   * @param lower the least prediction; -Infinity for any
   * @param upper the greatest prediction; Infinity for any
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TargetScale(double mean, double deviation, boolean log, double lower, double upper) {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || !(deviation > 0)) {
      throw new IllegalArgumentException(
          "Invalid scale of targets: mean %s, deviation %s (expected finite numbers, the second positive)"
              .formatted(mean, deviation));
    }
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "Invalid scale of targets: limits %s and %s (expected ascending numbers)"
              .formatted(lower, upper));
    }
    this.mean = mean;
    this.deviation = deviation;
    this.log = log;
    this.lower = lower;
    this.upper = upper;
  }

  /** Returns what is subtracted. */
  public double mean() {
    return mean;
  }

  /** Returns what is divided by. */
  public double deviation() {
    return deviation;
  }

  /** Tells whether g is the logarithm. */
  public boolean log() {
    return log;
  }

  /** Returns the least prediction. */
  public double lower() {
    return lower;
  }

  /** Returns the greatest prediction. */
  public double upper() {
    return upper;
  }

  /** Returns the target of a number in the data. */
  public double target(double number) {
    return (transformed(number) - mean) / deviation;
  }

  /** Returns the number in the data that a target stands for. */
  public double number(double target) {
    double scaled = mean + deviation * target;
    return log ? SignedLogarithm.inverse(scaled) : scaled;
  }

  /** Returns the prediction, in the units of the data, that an output is. */
  public double prediction(double output) {
    double number = number(output);
    return Double.isNaN(number) ? number : Math.max(lower, Math.min(upper, number));
  }

  /** Returns g of a number. */
  private double transformed(double number) {
    return log ? SignedLogarithm.of(number) : number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetScale that
        && Double.compare(mean, that.mean) == 0
        && Double.compare(deviation, that.deviation) == 0
        && log == that.log
        && Double.compare(lower, that.lower) == 0
        && Double.compare(upper, that.upper) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(mean, deviation, log, lower, upper);
  }

  @Override
  public String toString() {
    return "TargetScale[mean=%s, deviation=%s, log=%s, lower=%s, upper=%s]"
        .formatted(mean, deviation, log, lower, upper);
  }
}
