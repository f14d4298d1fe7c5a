package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.spark.Rdds;

/**
 * How many rows of a separate hold-out set equal training rows, by the keys of both.
 *
 * <p>Of a hold-out set of more than {@value #MOST} rows, about so many are looked at: those of the
 * lowest keys, which are hashes, so that they are a random sample, the same on any partitioning.
 *
 * @param twins number of these rows that equal a training row in all columns
 * @param rows number of the rows that were looked at
 */
record Twins(long twins, long rows) {
  private static final int MOST = 1 << 17;

  /** How many numbers a key takes. */
  private static final int NUMBERS = 3;

  /**
   * Counts them, in one pass over each set.
   *
   * @param training the training rows, sorted
   * @param holdout the hold-out rows, sorted, read with the columns and the seed of the others
   * @param rows number of the hold-out rows
   */
  static Twins of(JavaRDD<SortedSamples> training, JavaRDD<CountedSamples> holdout, long rows) {
    return of(training, holdout, rows, MOST);
  }

  /** Counts them among at most about {@code most} rows. */
  static Twins of(
      JavaRDD<SortedSamples> training, JavaRDD<CountedSamples> holdout, long rows, int most) {
    long below = rows <= most ? -1 : Long.divideUnsigned(-1, rows) * most;
    List<long[]> parts = Rdds.collect(Rdds.map(holdout, bucket -> keys(bucket, below)));
    Keys keys = Keys.of(parts);
    BitSet found = new BitSet();
    Rdds.collect(Rdds.map(training, bucket -> keys.in(bucket, below).toLongArray()))
        .forEach(places -> found.or(BitSet.valueOf(places)));
    return new Twins(
        keys.copies(found.stream()), keys.copies(IntStream.range(0, keys.high.length)));
  }

  /** Returns the keys of a bucket that are not above a limit: halves and copies of each. */
  private static long[] keys(CountedSamples bucket, long below) {
    SortedSamples samples = bucket.samples();
    int rows = 0;
    while (rows < samples.rows() && Long.compareUnsigned(samples.high(rows), below) <= 0) {
      rows++;
    }
    long[] keys = new long[NUMBERS * rows];
    for (int place = 0; place < rows; place++) {
      keys[NUMBERS * place] = samples.high(place);
      keys[NUMBERS * place + 1] = samples.low(place);
      keys[NUMBERS * place + 2] = bucket.copies(place);
    }
    return keys;
  }

  /** Keys in ascending order with their copies; equal ones are one after the other. */
  private static final class Keys implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] high;
    private final long[] low;
    private final long[] copies;

    private Keys(long[] high, long[] low, long[] copies) {
      this.high = high;
      this.low = low;
      this.copies = copies;
    }

    /** Returns how many rows have the keys at some places. */
    long copies(IntStream places) {
      return places.mapToLong(place -> copies[place]).sum();
    }

    private static Keys of(List<long[]> parts) {
      int rows = parts.stream().mapToInt(part -> part.length / NUMBERS).sum();
      long[] high = new long[rows];
      long[] low = new long[rows];
      long[] copies = new long[rows];
      int at = 0;
      for (long[] part : parts) {
        for (int i = 0; i < part.length; i += NUMBERS, at++) {
          high[at] = part[i];
          low[at] = part[i + 1];
          copies[at] = part[i + 2];
        }
      }
      int[] order = KeyOrder.of(high, low);
      long[] sortedHigh = new long[rows];
      long[] sortedLow = new long[rows];
      long[] sortedCopies = new long[rows];
      for (int i = 0; i < rows; i++) {
        sortedHigh[i] = high[order[i]];
        sortedLow[i] = low[order[i]];
        sortedCopies[i] = copies[order[i]];
      }
      return new Keys(sortedHigh, sortedLow, sortedCopies);
    }

    /** Returns the places of the keys that samples of a bucket have, of both in order. */
    private BitSet in(SortedSamples bucket, long below) {
      BitSet found = new BitSet();
      int at = 0;
      for (int place = 0; place < bucket.rows() && at < high.length; place++) {
        if (bucket.isCopy(place)) {
          continue;
        }
        if (Long.compareUnsigned(bucket.high(place), below) > 0) {
          break;
        }
        if (place == 0) {
          at = first(bucket.high(0));
        }
        while (at < high.length && compare(at, bucket, place) < 0) {
          at++;
        }
        for (; at < high.length && compare(at, bucket, place) == 0; at++) {
          found.set(at);
        }
      }
      return found;
    }

    /** Returns the first place of a key whose upper half is not below another. */
    private int first(long upper) {
      int from = 0;
      int to = high.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (Long.compareUnsigned(high[middle], upper) < 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }

    private int compare(int key, SortedSamples bucket, int place) {
      int byHigh = Long.compareUnsigned(high[key], bucket.high(place));
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low[key], bucket.low(place));
    }
  }
}
