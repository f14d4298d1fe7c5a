package org.tributary.driver.dataset;

import java.io.Serializable;

/**
 * A division of rows by a seeded hash of their content: the same whatever the files, the partitions
 * and other rows. Equal rows fall on the same side.
 *
 * @param holdout the share of all rows in the hold-out set
 * @param validation the share of the other rows in the validation set
 */
public record Split(double holdout, double validation) implements Serializable {
  /** Every row is in the training set. */
  public static final Split NONE = new Split(0, 0);

  /** Returns the side of a sample. */
  Side of(Sample sample, long seed) {
    return holdout == 0 && validation == 0 ? Side.TRAINING : of(SampleKey.of(sample, seed));
  }

  /** Returns the side of the sample of a key. */
  Side of(SampleKey key) {
    double place = key.place();
    if (place < holdout) {
      return Side.HOLDOUT;
    }
    return place < holdout + (1 - holdout) * validation ? Side.VALIDATION : Side.TRAINING;
  }
}
