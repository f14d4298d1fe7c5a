package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.Arrays;

/** What a missing cell of a column of numbers counts as. */
public sealed interface Fill extends Serializable {

  /**
   * Returns what missing cells count as: the centers of their columns, the constant, or NaN for
   * nothing.
   *
   * @param centers the mean or median of each column
   */
  default double[] fills(double[] centers) {
    double[] fills = centers.clone();
    if (this instanceof Constant constant) {
      Arrays.fill(fills, constant.number());
    } else if (this instanceof Refuse) {
      Arrays.fill(fills, Double.NaN);
    }
    return fills;
  }

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
