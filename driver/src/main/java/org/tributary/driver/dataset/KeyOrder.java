package org.tributary.driver.dataset;

import java.util.Arrays;

/** Sorts 128-bit keys, which are uniform hashes, without an object for each. */
final class KeyOrder {
  private KeyOrder() {}

  /**
   * Returns the rows in the order of their keys, as unsigned numbers of 128 bits.
   *
   * @param high the upper halves
   * @param low the lower halves
   */
  static int[] of(long[] high, long[] low) {
    int rows = high.length;
    if (rows == 0) {
      return new int[0];
    }
    // The leading bits of a key and, behind them, its row, in one number; few keys share those
    // bits.
    int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, rows - 1));
    int shared = sharedBits(high);
    long[] words = new long[rows];
    for (int r = 0; r < rows; r++) {
      words[r] = (((high[r] << shared) >>> (rowBits + 1)) << rowBits) | r;
    }
    Arrays.sort(words);
    int mask = (1 << rowBits) - 1;
    int[] order = new int[rows];
    for (int p = 0; p < rows; p++) {
      order[p] = (int) words[p] & mask;
    }
    settle(order, high, low);
    return order;
  }

  /** Returns how many leading bits all keys share, at most 63. */
  private static int sharedBits(long[] high) {
    long different = 0;
    for (long key : high) {
      different |= key ^ high[0];
    }
    return Math.min(Long.SIZE - 1, Long.numberOfLeadingZeros(different));
  }

  /** Sorts by insertion what the leading bits left open. */
  private static void settle(int[] order, long[] high, long[] low) {
    for (int p = 1; p < order.length; p++) {
      int row = order[p];
      int to = p;
      while (to > 0 && isLess(row, order[to - 1], high, low)) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = row;
    }
  }

  private static boolean isLess(int a, int b, long[] high, long[] low) {
    int byHigh = Long.compareUnsigned(high[a], high[b]);
    return byHigh != 0 ? byHigh < 0 : Long.compareUnsigned(low[a], low[b]) < 0;
  }
}
