package org.tributary.driver.dataset;

import java.io.Serializable;

/** A row and how many copies of it are in each set, see {@link RepeatedRows}. */
final class RepeatedRow implements Serializable {
  private static final long serialVersionUID = 1;

  private final long high;
  private final long low;
  private final byte[] chunk;
  private final long[] copies;

  /**
   * Wraps a row.
   *
   * @param high the upper half of its key
   * @param low the lower half
   * @param chunk the row as a chunk of its own
   * @param copies how many there are in each set
   */
  RepeatedRow(long high, long low, byte[] chunk, long[] copies) {
    this.high = high;
    this.low = low;
    this.chunk = chunk;
    this.copies = copies;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** Returns the row as a chunk of its own. */
  ChunkView view() {
    return new ChunkView(chunk);
  }

  /** Adds the keys in a range that copies in a set have. */
  void addKeys(KeyRange range, Side side, KeyList to) {
    long count = copies[side.index()];
    if (count == 0) {
      return;
    }
    long step = Long.divideUnsigned(-1, count);
    // How far the range is behind the key of the first copy.
    long from = range.first() - high;
    long until = from + range.span();
    if (Long.compareUnsigned(from, until) <= 0) {
      addKeys(from, until, count, step, to);
    } else {
      addKeys(from, -1, count, step, to);
      addKeys(0, until, count, step, to);
    }
  }

  /** Adds the keys that are at least {@code from} and at most {@code until} behind the first. */
  private void addKeys(long from, long until, long count, long step, KeyList to) {
    long first = from == 0 ? 0 : Long.divideUnsigned(from - 1, step) + 1;
    long last = Math.min(count - 1, Long.divideUnsigned(until, step));
    for (long copy = first; copy <= last; copy++) {
      to.add(high + copy * step, low);
    }
  }
}
