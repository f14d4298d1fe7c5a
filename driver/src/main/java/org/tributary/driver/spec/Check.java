package org.tributary.driver.spec;

import java.time.Duration;
import java.util.Optional;

/** Validates the parts of a spec, with the ranges of {@link Limits}. */
final class Check {
  private Check() {}

  /** Refuses text that is blank. */
  static void text(String name, String value) {
    require(!value.isBlank(), name, "\"" + value + "\"", "text");
  }

  /** Refuses an integer out of a range, both ends of which are in it. */
  static void integer(String name, long value, long least, long most) {
    require(
        value >= least && value <= most,
        name,
        value,
        "an integer from %d to %d".formatted(least, most));
  }

  /** Refuses a number out of a range, both ends of which are in it, as {@link Limits} spells it. */
  static void real(String name, double value, String least, String most) {
    require(
        value >= Double.parseDouble(least) && value <= Double.parseDouble(most),
        name,
        value,
        "a number from %s to %s".formatted(least, most));
  }

  /** Refuses a duration that is not positive, or longer than {@link Limits#DAYS}. */
  static void duration(String name, Optional<Duration> value) {
    value.ifPresent(
        duration ->
            require(
                duration.compareTo(Duration.ZERO) > 0
                    && duration.compareTo(Duration.ofDays(Limits.DAYS)) <= 0,
                name,
                duration,
                "more than 0 and at most %d days".formatted(Limits.DAYS)));
  }

  /**
   * Refuses a value.
   *
   * @param expected what it has to be
   */
  static void require(boolean fits, String name, Object value, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected %s)".formatted(name, value, expected));
    }
  }
}
