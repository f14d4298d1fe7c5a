package org.tributary.core.scoring;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Instances that one thread at a time may use, kept for the next one. Safe for use by many threads,
 * without locks; an instance that is kept is taken and given back without allocation.
 *
 * @param <T> a mutable type
 */
final class Pool<T> {
  private final AtomicReferenceArray<T> slots =
      new AtomicReferenceArray<>(Math.max(8, 2 * Runtime.getRuntime().availableProcessors()));

  private final ToIntFunction<T> capacity;
  private final IntFunction<T> fresh;

  /**
   * Makes a pool, which is empty.
   *
   * @param capacity how many rows an instance takes at once
   * @param fresh makes one for a number of rows
   */
  Pool(ToIntFunction<T> capacity, IntFunction<T> fresh) {
    this.capacity = capacity;
    this.fresh = fresh;
  }

  /**
   * Returns an instance that no other thread has and that takes so many rows: as a rule the one
   * that this thread gave back. Smaller ones are dropped.
   */
  T take(int rows) {
    int first = first();
    for (int i = 0; i < slots.length(); i++) {
      int at = (first + i) % slots.length();
      T kept = slots.get(at);
      if (kept != null
          && slots.compareAndSet(at, kept, null)
          && capacity.applyAsInt(kept) >= rows) {
        return kept;
      }
    }
    return fresh.apply(rows);
  }

  /** Keeps an instance for another call, or drops it if there are more than threads can use. */
  void give(T instance) {
    int first = first();
    for (int i = 0; i < slots.length(); i++) {
      int at = (first + i) % slots.length();
      if (slots.get(at) == null && slots.compareAndSet(at, null, instance)) {
        return;
      }
    }
  }

  private int first() {
    return (int) (Thread.currentThread().getId() % slots.length());
  }
}
