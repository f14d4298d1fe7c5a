package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How many samples have keys in which of {@value #CELLS} equal ranges of keys. Keys of different
 * rows are uniform, so a range of many more samples than the others holds the copies of a row.
 * Merging is the same in any order. Mutable.
 */
final class KeyHistogram implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int BITS = 12;

  /** The number of ranges. */
  static final int CELLS = 1 << BITS;

  private static final long[] NONE = {};

  /** Samples by ranges; empty until the first is added. */
  private long[] samples = NONE;

  /** Adds a sample. */
  void add(SampleKey key) {
    if (samples.length == 0) {
      samples = new long[CELLS];
    }
    samples[(int) (key.high() >>> (Long.SIZE - BITS))]++;
  }

  /** Adds the samples of another histogram. */
  void add(KeyHistogram other) {
    if (samples.length == 0 && other.samples.length > 0) {
      samples = new long[CELLS];
    }
    for (int cell = 0; cell < other.samples.length; cell++) {
      samples[cell] += other.samples[cell];
    }
  }

  /** Returns the ranges of more than some samples. */
  List<KeyRange> above(long limit) {
    List<KeyRange> cells = new ArrayList<>();
    for (int cell = 0; cell < samples.length; cell++) {
      if (samples[cell] > limit) {
        cells.add(new KeyRange(cell, CELLS));
      }
    }
    return cells;
  }
}
