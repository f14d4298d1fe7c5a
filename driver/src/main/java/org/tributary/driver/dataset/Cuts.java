package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the sets end among the positions of samples, which are unsigned numbers of 64 bits: the
 * hold-out set has the lowest, then comes the validation set, then the training set.
 *
 * <p>Each stratum, such as a class, has its own cuts.
 */
final class Cuts implements Serializable {
  private static final long serialVersionUID = 1;

  /** No cuts: all samples are in the training set. */
  static final Cuts NONE = new Cuts(Map.of());

  /** The stratum of all samples where there are no others. */
  static final String ALL = "";

  /** The positions of samples whose set is given. */
  static final long HOLDOUT = 0;

  static final long VALIDATION = 1;
  static final long TRAINING = 2;

  private static final double PLACES = 0x1p53;
  private static final int UNUSED_BITS = 11;

  /** For each stratum, the first position behind the hold-out set and behind the validation set. */
  private final HashMap<String, long[]> ends;

  private Cuts(Map<String, long[]> ends) {
    this.ends = new HashMap<>(ends);
  }

  /** Returns the cuts of some strata: the ends of the hold-out set and of the validation set. */
  static Cuts of(Map<String, long[]> ends) {
    return new Cuts(ends);
  }

  /** Returns the cuts between sets that are given. */
  static Cuts betweenSets() {
    return new Cuts(Map.of(ALL, new long[] {VALIDATION, TRAINING}));
  }

  /** Returns the cuts by which uniform positions have the shares of a split in expectation. */
  static Cuts ofShares(Split split) {
    double both = split.holdout() + (1 - split.holdout()) * split.validation();
    return new Cuts(Map.of(ALL, new long[] {place(split.holdout()), place(both)}));
  }

  private static long place(double share) {
    return (long) Math.min(PLACES - 1, Math.ceil(share * PLACES)) << UNUSED_BITS;
  }

  /** Tells whether there are any. */
  boolean divide() {
    return !ends.isEmpty();
  }

  /** Returns the set of a sample. */
  Side side(String stratum, long position) {
    long[] cut = ends.get(stratum);
    if (Long.compareUnsigned(position, cut[0]) < 0) {
      return Side.HOLDOUT;
    }
    return Long.compareUnsigned(position, cut[1]) < 0 ? Side.VALIDATION : Side.TRAINING;
  }
}
