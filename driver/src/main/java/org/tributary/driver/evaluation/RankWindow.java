package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The rows of some rankings whose keys are in a range: as many as fit in memory at once.
 *
 * @param from the first ranking
 * @param end the one after the last
 * @param low the lowest key
 * @param high the highest key
 */
record RankWindow(int from, int end, long low, long high) implements Serializable {
  /** Keys are numbers of 63 bits, which are counted by 16 bits at a time. */
  private static final int KEY_BITS = 63;

  private static final int DIGIT_BITS = 16;

  /** Returns a window of all keys. */
  static RankWindow all(int from, int end) {
    return new RankWindow(from, end, 0, Long.MAX_VALUE);
  }

  /** Tells whether a key is in the window. */
  boolean holds(long key) {
    return key >= low && key <= high;
  }

  /** The keys that agree with {@code low} above the digit of some bits at a place. */
  record Digit(long low, int shift, int bits) implements Serializable {
    /** The highest digit of all keys. */
    static final Digit FIRST = new Digit(0, KEY_BITS - DIGIT_BITS, DIGIT_BITS);

    /** Returns the number of values of the digit. */
    int values() {
      return 1 << bits;
    }

    /** Returns the digit of a key; -1 for a key that does not agree. */
    int of(long key) {
      return (key ^ low) >>> (shift + bits) == 0 ? (int) (key >>> shift) & (values() - 1) : -1;
    }

    /** Returns the digit below, of the keys that have a value of this one. */
    private Digit below(int value) {
      int next = Math.min(DIGIT_BITS, shift);
      return new Digit(lowest(value), shift - next, next);
    }

    private long lowest(int value) {
      return low | (long) value << shift;
    }

    private long highest(int value) {
      return lowest(value) | (1L << shift) - 1;
    }
  }

  /**
   * Cuts a ranking into windows, from the highest keys to the lowest.
   *
   * @param most the most rows of a window; exceeded only by rows of one key
   * @param count returns how many rows there are by the value of a digit
   */
  static List<RankWindow> cut(int problem, long most, BiFunction<Integer, Digit, long[]> count) {
    List<RankWindow> windows = new ArrayList<>();
    cut(problem, Digit.FIRST, most, count, windows);
    return windows;
  }

  private static void cut(
      int problem,
      Digit digit,
      long most,
      BiFunction<Integer, Digit, long[]> count,
      List<RankWindow> windows) {
    long[] counts = count.apply(problem, digit);
    int top = counts.length - 1;
    long rows = 0;
    for (int value = top; value >= 0; value--) {
      if (rows > 0 && rows + counts[value] > most) {
        windows.add(window(problem, digit.lowest(value + 1), digit.highest(top)));
        top = value;
        rows = 0;
      }
      if (counts[value] > most && digit.shift > 0) {
        cut(problem, digit.below(value), most, count, windows);
        top = value - 1;
      } else {
        rows += counts[value];
      }
    }
    if (rows > 0) {
      windows.add(window(problem, digit.low, digit.highest(top)));
    }
  }

  private static RankWindow window(int problem, long low, long high) {
    return new RankWindow(problem, problem + 1, low, high);
  }
}
