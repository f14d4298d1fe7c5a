package org.tributary.core.metrics;

import java.util.Arrays;

/**
 * Collects samples into a {@link RankedRun}, with memory for the different samples and some more.
 * Mutable, for one thread.
 */
public final class RankedRunBuilder {
  private static final int FIRST = 1 << 10;
  private static final int MOST = 1 << 20;
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private RankedRun run = RankedRun.EMPTY;
  private long[] keys = new long[FIRST];
  private double[] weights = new double[FIRST];
  private int length;
  private boolean weighted;

  /** Starts without samples. */
  public RankedRunBuilder() {}

  /**
   * Adds a sample; one without weight is left out.
   *
   * @param key see {@link RankedRun}
   */
  public void add(long key, double weight) {
    if (weight == 0) {
      return;
    }
    if (length == keys.length) {
      makeRoom();
    }
    weighted |= weight != 1;
    keys[length] = key;
    weights[length] = weight;
    length++;
  }

  private void makeRoom() {
    if (length < MOST) {
      keys = Arrays.copyOf(keys, 2 * length);
      weights = Arrays.copyOf(weights, 2 * length);
    } else {
      run = run.merge(sorted());
      length = 0;
    }
  }

  /** Returns the run of all samples so far. */
  public RankedRun build() {
    run = run.merge(sorted());
    length = 0;
    return run;
  }

  private RankedRun sorted() {
    long[] sortedKeys = Arrays.copyOf(keys, length);
    double[] sortedWeights = Arrays.copyOf(weights, weighted ? length : 0);
    if (weighted) {
      sort(sortedKeys, sortedWeights);
    } else {
      Arrays.sort(sortedKeys);
    }
    long[] counts = new long[length];
    int n = 0;
    for (int i = 0; i < length; i++) {
      boolean isNew =
          n == 0
              || sortedKeys[i] != sortedKeys[n - 1]
              || (weighted && sortedWeights[i] != sortedWeights[n - 1]);
      if (isNew) {
        sortedKeys[n] = sortedKeys[i];
        if (weighted) {
          sortedWeights[n] = sortedWeights[i];
        }
        n++;
      }
      counts[n - 1]++;
    }
    return new RankedRun(
        Arrays.copyOf(sortedKeys, n),
        Arrays.copyOf(sortedWeights, weighted ? n : 0),
        Arrays.copyOf(counts, n));
  }

  /** Sorts by key and then by weight: a radix sort, of the lowest digits of the weights first. */
  private static void sort(long[] keys, double[] weights) {
    long[] otherKeys = new long[keys.length];
    double[] otherWeights = new double[keys.length];
    for (int shift = 0; shift < 2 * Long.SIZE; shift += DIGIT_BITS) {
      int[] starts = new int[DIGITS + 1];
      for (int i = 0; i < keys.length; i++) {
        starts[digit(keys[i], weights[i], shift) + 1]++;
      }
      for (int d = 0; d < DIGITS; d++) {
        starts[d + 1] += starts[d];
      }
      for (int i = 0; i < keys.length; i++) {
        int to = starts[digit(keys[i], weights[i], shift)]++;
        otherKeys[to] = keys[i];
        otherWeights[to] = weights[i];
      }
      System.arraycopy(otherKeys, 0, keys, 0, keys.length);
      System.arraycopy(otherWeights, 0, weights, 0, weights.length);
    }
  }

  /** Returns a digit of the 128-bit number of key and weight, neither of which is negative. */
  private static int digit(long key, double weight, int shift) {
    long low = Double.doubleToRawLongBits(weight);
    long bits =
        shift >= Long.SIZE
            ? key >>> (shift - Long.SIZE)
            : shift == 0 ? low : low >>> shift | key << (Long.SIZE - shift);
    return (int) bits & (DIGITS - 1);
  }
}
