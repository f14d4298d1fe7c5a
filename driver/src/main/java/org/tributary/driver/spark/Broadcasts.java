package org.tributary.driver.spark;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Shares values with tasks, one at a time: with a broadcast, or directly if tasks are threads of
 * the driver's process.
 *
 * <p>Spark removes the blocks of a broadcast when it is destroyed, and again when its object is
 * garbage-collected. If both happen at the same time, Spark logs a warning about a missing block.
 * Therefore the object is kept until the next value is released. Mutable, for one thread.
 */
public final class Broadcasts {
  private final JavaSparkContext spark;
  private Optional<BroadcastValue<?>> ended = Optional.empty();

  /** Creates an instance for a session. */
  public Broadcasts(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Runs work during which tasks can read a value. */
  public <T, R> R during(T value, Function<BroadcastValue<T>, R> work) {
    BroadcastValue<T> shared =
        spark.isLocal()
            ? new BroadcastValue.InProcess<>(value)
            : new BroadcastValue.ByBroadcast<>(spark.broadcast(value));
    try {
      return work.apply(shared);
    } finally {
      shared.end();
      Reference.reachabilityFence(ended);
      ended = Optional.of(shared);
    }
  }
}
