package org.tributary.core.preparation;

import java.io.Serializable;

/**
 * What one pass over the rows learns of some columns. Mutable, for one thread; it travels from the
 * task that read rows to where statistics are merged.
 *
 * <p>The rows of a data set are in leaves of a canonical order. A task starts each of its leaves in
 * ascending order, an empty one too, and adds its rows in theirs. Sums keep to the {@linkplain
 * org.tributary.core.summation.LeafTree tree} over the leaves; counts need not. Either way all
 * leaves together give the same bits, however they are divided among tasks and in whatever order
 * their statistics are merged.
 */
public interface ColumnStatistics extends Serializable {

  /** Begins a leaf, whose number is above that of any leaf before it. */
  void startLeaf(int leaf);

  /**
   * Adds a row to the leaf begun last.
   *
   * @param cells rows of the layout that the columns are in
   * @param first the first cell of the row
   * @param weight of the row, not negative
   */
  void add(RawCells cells, int first, double weight);

  /**
   * Adds the leaves of other statistics of the same pass, which may not be used afterwards.
   *
   * @return these statistics
   */
  ColumnStatistics merge(ColumnStatistics other);
}
