package org.tributary.core.preparation;

import java.io.Serializable;

/** What a missing cell of a column of numbers counts as. */
public sealed interface Fill extends Serializable {

  /** The mean of the column over the weighted training rows. */
  record Mean() implements Fill {}

  /** The median of the column over the training rows. */
  record Median() implements Fill {}

  /**
   * A number, before scaling.
   *
   * @param number finite
   */
  record Constant(double number) implements Fill {
    /** Refuses a number that is not finite. */
    public Constant {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "Invalid fill: " + number + " (expected a finite number)");
      }
    }
  }

  /** Nothing: a row without the cell cannot be used. */
  record Refuse() implements Fill {}
}
