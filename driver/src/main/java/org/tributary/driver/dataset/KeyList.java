package org.tributary.driver.dataset;

import java.util.Arrays;

/** Keys in two arrays, which grow as keys are added. Mutable. */
final class KeyList {
  private long[] high = new long[16];
  private long[] low = new long[16];
  private int size;

  /** Adds a key. */
  void add(long upper, long lower) {
    if (size == high.length) {
      high = Arrays.copyOf(high, Math.multiplyExact(2, size));
      low = Arrays.copyOf(low, high.length);
    }
    high[size] = upper;
    low[size++] = lower;
  }

  /** Returns the number of keys. */
  int size() {
    return size;
  }

  /** Copies the halves of all keys into arrays, from a place on. */
  void copy(long[] toHigh, long[] toLow, int at) {
    System.arraycopy(high, 0, toHigh, at, size);
    System.arraycopy(low, 0, toLow, at, size);
  }
}
