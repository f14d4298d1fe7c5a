package org.tributary.driver.dataset;

/** The sets that the rows of a data set are divided into. */
public enum Side {
  /** Rows to train on. */
  TRAINING,
  /** Rows by which epochs, thresholds and temperatures are chosen. */
  VALIDATION,
  /** Rows by which the model is measured at the end. */
  HOLDOUT;

  /** The number of sets. */
  static final int COUNT = values().length;

  /** Returns the place of the set where all are in a row, from 0. */
  int index() {
    return switch (this) {
      case TRAINING -> 0;
      case VALIDATION -> 1;
      case HOLDOUT -> 2;
    };
  }
}
