package org.tributary.core.preparation;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits a {@link MissingIndicator} for the columns in which training rows miss cells, in one pass.
 */
public final class MissingPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  private final NumericColumns columns;

  /**
   * Prepares a pass.
   *
   * @param columns of one cell each, in the order of their inputs
   */
  public MissingPass(RowLayout layout, List<String> columns) {
    this.columns = new NumericColumns(layout, columns);
  }

  @Override
  public ColumnStatistics statistics() {
    return new MissingCounts(columns.cells());
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    MissingCounts counts = (MissingCounts) all;
    if (counts.leaves != leaves) {
      throw new IllegalStateException("Cannot total: " + counts.leaves + " leaves of " + leaves);
    }
    List<String> missing = new ArrayList<>();
    for (int j = 0; j < columns.inputs(); j++) {
      if (counts.missing[j] > 0) {
        missing.add(columns.names().get(j));
      }
    }
    return missing.isEmpty()
        ? new Fitted(List.of())
        : new Fitted(new MissingIndicator(columns.layout(), missing));
  }

  /** How many rows miss each cell. */
  private static final class MissingCounts implements ColumnStatistics {
    private static final long serialVersionUID = 1;

    private final int[] cells;
    private final long[] missing;
    private long leaves;

    MissingCounts(int[] cells) {
      this.cells = cells;
      this.missing = new long[cells.length];
    }

    @Override
    public void startLeaf(int leaf) {
      leaves++;
    }

    @Override
    public void add(RawCells row, int first, double weight) {
      for (int j = 0; j < cells.length; j++) {
        if (Double.isNaN(row.number(first + cells[j]))) {
          missing[j]++;
        }
      }
    }

    @Override
    public MissingCounts merge(ColumnStatistics other) {
      MissingCounts that = (MissingCounts) other;
      for (int j = 0; j < missing.length; j++) {
        missing[j] += that.missing[j];
      }
      leaves += that.leaves;
      return this;
    }
  }
}
