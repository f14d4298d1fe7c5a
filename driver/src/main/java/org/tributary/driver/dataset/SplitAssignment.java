package org.tributary.driver.dataset;

import java.io.Serializable;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.spec.SplitSpec.Duplicates;

/**
 * Tells the set of each sample of a bucket.
 *
 * @param by what decides
 * @param cuts where the sets end
 */
record SplitAssignment(SplitSpec by, Cuts cuts) implements Serializable {
  /** All samples are in the training set. */
  static final SplitAssignment NONE = new SplitAssignment(SplitSpec.byRow(), Cuts.NONE);

  /** Returns how many of the samples at some places are in each set. */
  static long[] sums(int[][] copies, int from, int to) {
    long[] sums = new long[Side.COUNT];
    for (int side = 0; side < Side.COUNT; side++) {
      for (int place = from; place < to; place++) {
        sums[side] += copies[side][place];
      }
    }
    return sums;
  }

  /** Returns how many of the samples at each place are in which set: a row of places a set. */
  int[][] copies(CountedSamples bucket) {
    int[][] copies = new int[Side.COUNT][bucket.samples().rows()];
    if (!cuts.divide()) {
      copies[Side.TRAINING.index()] = bucket.copies();
      return copies;
    }
    positions(
        bucket,
        by,
        (place, position, count) -> {
          Side side = cuts.side(stratum(bucket.samples(), place, by), position);
          copies[side.index()][place] += count;
        });
    return copies;
  }

  /** Counts the positions of samples that something divides. */
  static void count(CountedSamples bucket, SplitSpec by, CutSearch.Counts counts) {
    positions(
        bucket,
        by,
        (place, position, count) ->
            counts.add(stratum(bucket.samples(), place, by), position, count));
  }

  private static String stratum(SortedSamples bucket, int place, SplitSpec by) {
    return by instanceof SplitSpec.ByClass ? bucket.label(place) : Cuts.ALL;
  }

  /** What is done with some samples at a place that have the same position. */
  private interface Use {
    void add(int place, long position, int count);
  }

  /** Goes over the positions of the samples of a bucket, in order. */
  private static void positions(CountedSamples bucket, SplitSpec by, Use use) {
    SortedSamples samples = bucket.samples();
    boolean carried = by.column().isPresent();
    boolean spread = by.duplicates() == Duplicates.SPREAD;
    long copy = 0;
    for (int place = 0; place < samples.rows(); place++) {
      int count = bucket.copies(place);
      if (carried || !spread) {
        long position = carried ? samples.position(place) : SampleKey.place(samples.low(place), 0);
        use.add(place, position, count);
        continue;
      }
      copy = samples.isCopy(place) ? copy : 0;
      for (int i = 0; i < count; i++) {
        use.add(place, SampleKey.place(samples.low(place), copy++), 1);
      }
    }
  }
}
