package org.tributary.driver.solver;

import java.util.Map;
import org.tributary.core.optim.ParameterVector;

/**
 * What is done of an epoch that has begun: an immutable value. {@link #NONE} at the end of an
 * epoch.
 *
 * @param rounds round trips of the epoch so far
 * @param lossSum sum of their losses
 * @param weightSum sum of the weights of their samples
 * @param gradientNorm the norm of the last gradient, if it was computed; else 0
 * @param penalties what steps on sparse rows have left out of the penalties, by name
 */
public record EpochPart(
    long rounds,
    double lossSum,
    double weightSum,
    double gradientNorm,
    Map<String, ParameterVector> penalties) {

  /** Nothing. */
  public static final EpochPart NONE = new EpochPart(0, 0, 0, 0, Map.of());

  /** Copies the map; refuses a negative number of round trips. */
  public EpochPart {
    if (rounds < 0) {
      throw new IllegalArgumentException(
          "Invalid part of an epoch: %d round trips (expected 0 or more)".formatted(rounds));
    }
    penalties = Map.copyOf(penalties);
  }

  /** Tells whether no epoch has begun. */
  public boolean isNone() {
    return rounds == 0;
  }
}
