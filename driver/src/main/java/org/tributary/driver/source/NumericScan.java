package org.tributary.driver.source;

import org.apache.spark.api.java.JavaRDD;

/**
 * A faster way to read a table most of whose columns are numbers. The rows are those of the table's
 * records.
 */
public interface NumericScan {
  /** No other column is wanted. */
  int NO_OTHER = -1;

  /** Tells whether a column can be read as numbers. */
  boolean takes(int column);

  /** Tells whether a column can be the other one. */
  boolean takesOther(int column);

  /**
   * Returns the rows; each is valid until the next one is read.
   *
   * @param numbers the columns of the numbers, in their order; {@link #takes} holds for each
   * @param other a column of any kind, or {@link #NO_OTHER}
   */
  JavaRDD<NumericRow> rows(int[] numbers, int other);
}
