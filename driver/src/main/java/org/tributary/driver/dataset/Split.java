package org.tributary.driver.dataset;

import java.io.Serializable;
import org.tributary.driver.spec.SplitSpec;

/**
 * A division of the rows of a table into sets.
 *
 * @param holdout the share of all rows in the hold-out set
 * @param validation the share of the other rows in the validation set
 * @param by what decides on a row; a column that names the sets decides without the shares
 */
public record Split(double holdout, double validation, SplitSpec by) implements Serializable {
  /** Every row is in the training set. */
  public static final Split NONE = new Split(0, 0, SplitSpec.byRow());

  /** Tells whether there can be rows outside the training set. */
  public boolean divides() {
    return holdout > 0 || validation > 0 || by instanceof SplitSpec.ByColumn;
  }
}
