package org.tributary.driver.source;

import java.util.Optional;

/**
 * One row of a {@link NumericScan}: some of its cells as numbers, without an object for each. Valid
 * until the next row is read.
 */
public interface NumericRow {

  /**
   * Returns the numbers of the columns that were asked for, one column after the other: the array
   * itself, which the next row overwrites. NaN stands for every number that is not plainly one; an
   * infinite one can also stand for a cell that does not hold as many as asked for.
   */
  double[] numbers();

  /** Returns the cell of the other column that was asked for, as {@link SourceRow#cells} has it. */
  Object other();

  /**
   * Returns the whole row with its place, as the table's records have it; empty where only the
   * records tell. A row without one has an invalid cell if a number is not finite.
   */
  Optional<SourceRow> row();
}
