package org.tributary.driver.source;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;

/**
 * A faster way to read a table most of whose columns are numbers. The rows are those of the table's
 * records.
 */
public interface NumericScan {
  /** No other column is wanted. */
  int NO_OTHER = -1;

  /**
   * Tells whether a column can be read as numbers.
   *
   * @param width how many numbers each of its cells should hold
   */
  boolean takes(int column, int width);

  /** Tells whether a column can be the other one. */
  boolean takesOther(int column);

  /**
   * Returns how many numbers the cells of the first row hold, of some columns; at least 1 each.
   * Empty if there are no rows, or only the records tell.
   */
  default Optional<int[]> firstWidths(int[] columns) {
    return Optional.empty();
  }

  /**
   * Returns the rows; each is valid until the next one is read.
   *
   * @param numbers the columns of the numbers, in their order; {@link #takes} holds for each
   * @param widths how many numbers a cell of each of them should hold
   * @param other a column of any kind, or {@link #NO_OTHER}
   */
  JavaRDD<NumericRow> rows(int[] numbers, int[] widths, int other);

  /** Returns the rows with one number of each column. */
  default JavaRDD<NumericRow> rows(int[] numbers, int other) {
    int[] ones = new int[numbers.length];
    Arrays.fill(ones, 1);
    return rows(numbers, ones, other);
  }
}
