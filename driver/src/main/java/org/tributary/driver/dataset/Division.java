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
record Division(SplitSpec by, Cuts cuts) implements Serializable {

  /** Returns the set of the sample at each place. */
  Side[] sides(SortedSamples bucket) {
    Side[] sides = new Side[bucket.rows()];
    Copies copies = new Copies(bucket, by);
    for (int place = 0; place < sides.length; place++) {
      sides[place] = cuts.side(stratum(bucket, place, by), copies.position(place));
    }
    return sides;
  }

  /** Returns the samples of one set. */
  SortedSamples select(SortedSamples bucket, Side side) {
    Side[] sides = sides(bucket);
    return bucket.where(place -> sides[place] == side);
  }

  /** Counts the positions of samples that something divides. */
  static void count(SortedSamples bucket, SplitSpec by, CutSearch.Counts counts) {
    Copies copies = new Copies(bucket, by);
    for (int place = 0; place < bucket.rows(); place++) {
      counts.add(stratum(bucket, place, by), copies.position(place));
    }
  }

  private static String stratum(SortedSamples bucket, int place, SplitSpec by) {
    return by instanceof SplitSpec.ByClass ? bucket.label(place) : Cuts.ALL;
  }

  /** The positions of the samples of a bucket, asked for in order. Mutable. */
  private static final class Copies {
    private final SortedSamples bucket;
    private final boolean carried;
    private final boolean spread;
    private int copy;

    Copies(SortedSamples bucket, SplitSpec by) {
      this.bucket = bucket;
      this.carried = by.column().isPresent();
      this.spread = by.duplicates() == Duplicates.SPREAD;
    }

    long position(int place) {
      if (carried) {
        return bucket.position(place);
      }
      copy = spread && bucket.isCopy(place) ? copy + 1 : 0;
      return SampleKey.place(bucket.low(place), copy);
    }
  }
}
