package org.tributary.driver.dataset;

import java.io.Serializable;

/**
 * One side of a hold-out split.
 *
 * @param holdout the share of rows in the hold-out set
 * @param training whether the training set is wanted, or the hold-out set
 */
record HoldoutSide(double holdout, boolean training) implements Serializable {
  /** Every row. */
  static final HoldoutSide ALL = new HoldoutSide(0, true);

  /** Tells whether a sample is on this side. */
  boolean takes(SampleKey key) {
    return key.isHoldout(holdout) != training;
  }
}
