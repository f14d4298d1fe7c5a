package org.tributary.core.data;

import java.io.Serializable;

/**
 * How a number in the data becomes the target t of an output, and an output a prediction:
 *
 * <pre>
 *   t = (g(y) - mean) / deviation        y = clamp(g^-1(mean + deviation h), lower, upper)
 * </pre>
 *
 * <p>where g(y) is y or, for targets of very different sizes, sign(y) ln(1 + |y|).
 *
 * @param mean finite
 * @param deviation finite and positive
 * @param log whether g is the logarithm
 * @param lower the least prediction; -Infinity for any
 * @param upper the greatest prediction; Infinity for any
 */
public record TargetScale(double mean, double deviation, boolean log, double lower, double upper)
    implements Serializable {
  /** Leaves numbers as they are. */
  public static final TargetScale NONE =
      new TargetScale(0, 1, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Refuses numbers out of their ranges. */
  public TargetScale {
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
  }

  /** Returns the target of a number in the data. */
  public double target(double number) {
    return (transformed(number) - mean) / deviation;
  }

  /** Returns the number in the data that a target stands for. */
  public double number(double target) {
    double scaled = mean + deviation * target;
    return log ? Math.copySign(StrictMath.expm1(Math.abs(scaled)), scaled) : scaled;
  }

  /** Returns the prediction, in the units of the data, that an output is. */
  public double prediction(double output) {
    double number = number(output);
    return Double.isNaN(number) ? number : Math.max(lower, Math.min(upper, number));
  }

  /** Returns g of a number. */
  private double transformed(double number) {
    return log ? logarithm(number) : number;
  }

  /** Returns sign(y) ln(1 + |y|). */
  public static double logarithm(double number) {
    return Math.copySign(StrictMath.log1p(Math.abs(number)), number);
  }
}
