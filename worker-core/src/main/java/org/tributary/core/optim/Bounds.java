package org.tributary.core.optim;

/** The ranges that settings of schedules and optimisers must lie in; NaN is in none. */
final class Bounds {
  private Bounds() {}

  /** Refuses a number that is not in (0, infinity). */
  static void positive(String what, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, what, value, "a positive number");
  }

  /** Refuses a number that is not in [0, infinity). */
  static void notNegative(String what, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, what, value, "0 or more");
  }

  /** Refuses a number that is not in [0, 1). */
  static void belowOne(String what, double value) {
    require(value >= 0 && value < 1, what, value, "a number in [0, 1)");
  }

  /** Refuses a number that is not in (0, 1]. */
  static void aboveZeroUpToOne(String what, double value) {
    require(value > 0 && value <= 1, what, value, "a number in (0, 1]");
  }

  /** Refuses a count below 1. */
  static void atLeastOne(String what, int value) {
    require(value >= 1, what, value, "1 or more");
  }

  /** Refuses a floor that is not in [0, rate]. */
  static void floor(String schedule, double floor, double rate) {
    require(
        floor >= 0 && floor <= rate,
        "floor of the " + schedule + " schedule",
        floor,
        "0 to " + rate);
  }

  /** Refuses a negative number of steps; 0 leaves it open. */
  static void length(String schedule, long steps) {
    require(
        steps >= 0,
        "number of steps of the " + schedule + " schedule",
        steps,
        "1 or more, or 0 for the whole training");
  }

  /** Refuses a value out of its range, with the project's sentence. */
  static void require(boolean holds, String what, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected %s)".formatted(what, value, expected));
    }
  }
}
