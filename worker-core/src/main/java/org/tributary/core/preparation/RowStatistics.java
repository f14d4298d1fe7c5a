package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link ColumnStatistics} of everything that one pass learns; used and merged in the same way.
 * Mutable, for one thread.
 */
public final class RowStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<ColumnStatistics> parts;

  RowStatistics(List<ColumnStatistics> parts) {
    this.parts = new ArrayList<>(parts);
  }

  /** Begins a leaf, whose number is above that of any leaf before it. */
  public void startLeaf(int leaf) {
    parts.forEach(part -> part.startLeaf(leaf));
  }

  /**
   * Adds a row to the leaf begun last.
   *
   * @param cells rows of the layout
   * @param first the first cell of the row
   * @param weight of the row, not negative
   */
  public void add(RawCells cells, int first, double weight) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).add(cells, first, weight);
    }
  }

  /**
   * Adds the leaves of others of the same pass, which may not be used afterwards.
   *
   * @return these statistics
   */
  public RowStatistics merge(RowStatistics other) {
    for (int i = 0; i < parts.size(); i++) {
      parts.set(i, parts.get(i).merge(other.parts.get(i)));
    }
    return this;
  }

  ColumnStatistics part(int index) {
    return parts.get(index);
  }
}
