package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Samples sorted by a key, as arrays of numbers: what ranks and medians are computed from. Equal
 * samples are kept once, with their number, so a run follows from the samples alone, however they
 * were divided and merged. Immutable.
 *
 * <p>A key is that of a score and a target ({@link #ofScore}) or of a size ({@link #ofSize}).
 */
public final class RankedRun implements Serializable {
  private static final long serialVersionUID = 1;

  /** A run of no samples. */
  public static final RankedRun EMPTY = new RankedRun(new long[0], new double[0], new long[0]);

  /** Ascending, and with equal keys ascending by weight. */
  private final long[] keys;

  /** The weight of each sample; empty if all are 1. */
  private final double[] weights;

  private final long[] counts;

  RankedRun(long[] keys, double[] weights, long[] counts) {
    this.keys = keys;
    this.weights = weights;
    this.counts = counts;
  }

  /**
   * Returns the key of a score and whether its prediction came true; of equal scores, those that
   * did not come first.
   *
   * @param score from 0 to 1
   */
  public static long ofScore(double score, boolean positive) {
    // The bits of positive numbers are ordered as they are; the highest is free. -0 becomes 0.
    return Double.doubleToRawLongBits(score + 0.0) << 1 | (positive ? 1 : 0);
  }

  /** Returns the key of a number of 0 or more. */
  public static long ofSize(double size) {
    return Double.doubleToRawLongBits(size + 0.0);
  }

  static double score(long key) {
    return Double.longBitsToDouble(key >>> 1);
  }

  static boolean isPositive(long key) {
    return (key & 1) != 0;
  }

  static double size(long key) {
    return Double.longBitsToDouble(key);
  }

  /** Returns the number of different samples. */
  public int length() {
    return keys.length;
  }

  long key(int i) {
    return keys[i];
  }

  /** Returns the weight of all samples that are equal to the i-th. */
  double weight(int i) {
    return unit(i) * counts[i];
  }

  private double unit(int i) {
    return weights.length == 0 ? 1 : weights[i];
  }

  /** Returns the samples of both. */
  public RankedRun merge(RankedRun other) {
    if (keys.length == 0 || other.keys.length == 0) {
      return keys.length == 0 ? other : this;
    }
    boolean weighted = weights.length > 0 || other.weights.length > 0;
    int most = Math.addExact(keys.length, other.keys.length);
    long[] allKeys = new long[most];
    double[] allWeights = new double[weighted ? most : 0];
    long[] allCounts = new long[most];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < keys.length || j < other.keys.length) {
      int order = j == other.keys.length ? -1 : i == keys.length ? 1 : compare(i, other, j);
      RankedRun from = order <= 0 ? this : other;
      int at = order <= 0 ? i : j;
      allKeys[n] = from.keys[at];
      allCounts[n] = from.counts[at] + (order == 0 ? other.counts[j] : 0);
      if (weighted) {
        allWeights[n] = from.unit(at);
      }
      n++;
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return new RankedRun(
        Arrays.copyOf(allKeys, n),
        Arrays.copyOf(allWeights, weighted ? n : 0),
        Arrays.copyOf(allCounts, n));
  }

  private int compare(int i, RankedRun other, int j) {
    int byKey = Long.compare(keys[i], other.keys[j]);
    return byKey != 0 ? byKey : Double.compare(unit(i), other.unit(j));
  }

  /** Returns the samples of all runs, merged by pairs. */
  public static RankedRun merged(List<RankedRun> runs) {
    if (runs.size() <= 1) {
      return runs.isEmpty() ? EMPTY : runs.get(0);
    }
    int half = runs.size() / 2;
    return merged(runs.subList(0, half)).merge(merged(runs.subList(half, runs.size())));
  }

  /** Returns the number of different samples. */
  @Override
  public String toString() {
    return "RankedRun[length=%d]".formatted(keys.length);
  }
}
