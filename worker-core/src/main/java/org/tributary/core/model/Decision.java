package org.tributary.core.model;

import java.util.OptionalDouble;

/**
 * What was learned on the hold-out set about turning logits into a prediction. Immutable.
 *
 * @param temperature T: the outputs are the output function of z / T; 1 leaves them as they are
 * @param threshold with two classes, the second is predicted where its probability, with the
 *     temperature, is above it; empty for the more probable class
 */
public record Decision(double temperature, OptionalDouble threshold) {
  /** The outputs of the network as they are, and the most probable class. */
  public static final Decision NONE = new Decision(1, OptionalDouble.empty());

  /** The lowest temperature. */
  public static final double COLDEST = 0.01;

  /** The highest temperature. */
  public static final double HOTTEST = 100;

  /** Refuses numbers out of their ranges. */
  public Decision {
    if (!(temperature >= COLDEST && temperature <= HOTTEST)) {
      throw new IllegalArgumentException(
          "Invalid temperature: %s (expected %s to %s)".formatted(temperature, COLDEST, HOTTEST));
    }
    double t = threshold.orElse(0);
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("Invalid threshold: " + t + " (expected 0 to 1)");
    }
  }

  /** Returns the same with another threshold. */
  public Decision withThreshold(OptionalDouble other) {
    return new Decision(temperature, other);
  }
}
