package org.tributary.driver.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value of the driver that the tasks of a job read, for as long as it is shared.
 *
 * @param <T> the value's type
 */
public sealed interface BroadcastValue<T> extends Serializable {

  /**
   * Returns the value.
   *
   * @throws IllegalStateException if it is no longer shared
   */
  T value();

  /** Ends the sharing. */
  void end();

  /** A value that goes out once an executor. */
  record ByBroadcast<T>(Broadcast<T> broadcast) implements BroadcastValue<T> {
    @Override
    public T value() {
      return broadcast.value();
    }

    @Override
    public void end() {
      broadcast.destroy();
    }
  }

  /**
   * A value that stays where it is, because tasks are threads of the driver's process. A broadcast
   * would serialize it even so, and tell half of Spark.
   */
  final class InProcess<T> implements BroadcastValue<T> {
    private static final long serialVersionUID = 1;
    private static final AtomicLong COUNT = new AtomicLong();
    private static final Map<Long, Object> VALUES = new ConcurrentHashMap<>();

    private final long number;

    InProcess(T value) {
      number = COUNT.incrementAndGet();
      VALUES.put(number, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T value() {
      T value = (T) VALUES.get(number);
      if (value == null) {
        throw new IllegalStateException(
            "Value " + number + " is not shared in this process, or no longer");
      }
      return value;
    }

    @Override
    public void end() {
      VALUES.remove(number);
    }
  }
}
