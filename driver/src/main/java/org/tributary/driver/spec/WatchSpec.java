package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * How long Spark's jobs may stand still.
 *
 * @param deadline the longest time without progress; empty for any
 */
public record WatchSpec(Optional<Duration> deadline) implements Serializable {}
