package org.tributary.driver.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value of the driver that the tasks of a job can read until it is released.
 *
 * @param <T> the value's type
 */
public sealed interface BroadcastValue<T> extends Serializable {

  /**
   * Returns the value.
   *
   * @throws IllegalStateException if it was released
   */
  T value();

  /** Releases the value. */
  void end();

  /** A value that is sent once to each executor. */
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
   * A value in the driver's process, for tasks that are its threads. A Spark broadcast would
   * serialize it.
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
            "Value " + number + " is not available in this process, or was released");
      }
      return value;
    }

    @Override
    public void end() {
      VALUES.remove(number);
    }
  }
}
