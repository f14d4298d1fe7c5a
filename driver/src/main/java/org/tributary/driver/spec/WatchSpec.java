package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * The deadline for Spark jobs without progress.
 *
 * @param deadline maximum time without progress; empty for no limit
 */
public record WatchSpec(Optional<Duration> deadline) implements Serializable {
  /** The default: half an hour. */
  public static final WatchSpec DEFAULT = new WatchSpec(Optional.of(Duration.ofMinutes(30)));

  /** Refuses a deadline out of its range. */
  public WatchSpec {
    Check.duration("deadline", deadline);
  }
}
