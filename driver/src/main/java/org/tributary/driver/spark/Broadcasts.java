package org.tributary.driver.spark;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Shares values with tasks, one after the other, each for as long as something is done with it: by
 * a broadcast, or within the process where tasks are its threads.
 *
 * <p>Spark removes the blocks of a broadcast when it is destroyed and once more when its object is
 * collected as garbage, both in threads of its own. A collection that comes right upon the
 * destruction has both at it together, and whichever finds a block gone warns of it. So the object
 * is kept until the next value is done with, when the first removal is over. Mutable, for one
 * thread.
 */
public final class Broadcasts {
  private final JavaSparkContext spark;
  private Optional<BroadcastValue<?>> ended = Optional.empty();

  /** Shares with the tasks of a session. */
  public Broadcasts(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Does something with a value that tasks can read meanwhile. */
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
