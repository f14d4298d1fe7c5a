package org.tributary.driver.dataset;

/**
 * One of equal ranges that all keys are divided into, by the upper halves of keys.
 *
 * @param number which one, from 0
 * @param count how many there are, a power of two
 */
record KeyRange(int number, int count) {

  /** Returns the upper half of the first key. */
  long first() {
    return count == 1 ? 0 : (long) number << (Long.SIZE - bits());
  }

  /** Returns how many upper halves there are behind the first one. */
  long span() {
    return -1L >>> bits();
  }

  private int bits() {
    return Integer.numberOfTrailingZeros(count);
  }

  /** Tells whether a key of this upper half is in the range. */
  boolean contains(long high) {
    return Long.compareUnsigned(high - first(), span()) <= 0;
  }

  /** Tells whether some keys are in both ranges. */
  boolean overlaps(KeyRange other) {
    return contains(other.first()) || other.contains(first());
  }
}
