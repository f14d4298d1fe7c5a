package org.tributary.driver.evaluation;

import java.util.Locale;

/**
 * Rows have no prediction, because an output of the network is infinite or not a number: no metric
 * counts them as right or wrong, and there is none without them. The message completes "Cannot
 * evaluate: ".
 */
public final class UnpredictedRows extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnpredictedRows(long unpredicted, long rows) {
    super(
        String.format(
            Locale.ROOT,
            "the network's outputs are not finite for %,d of %,d rows (expected finite numbers);"
                + " their features are too far from the values that it was trained on",
            unpredicted,
            rows));
  }
}
