package org.tributary.driver.drift;

import java.io.Serializable;

/**
 * Counts of the cells of a column. Merging is the same in any order. Mutable; instances travel, so
 * they are final classes: the Kryo of Spark refuses records.
 */
sealed interface ColumnCounts extends Serializable permits BinCounts, NameCounts, ValueSample {

  /** Counts a cell. */
  void add(Object cell);

  /** Adds the counts of other cells of the same column, counted in the same way. */
  void merge(ColumnCounts other);

  /** Returns the number of cells that are missing. */
  long missing();
}
