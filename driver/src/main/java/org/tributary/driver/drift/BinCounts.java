package org.tributary.driver.drift;

import java.util.Arrays;

/** Counts of the numbers of a column by bins: bin i has the numbers x, edge i-1 < x <= edge i. */
final class BinCounts implements ColumnCounts {
  private static final long serialVersionUID = 1;

  /** What cells mean; only where they are counted. */
  private final transient CountedColumn column;

  private final double[] edges;
  private final long[] counts;
  private long missing;

  /**
   * Starts without cells.
   *
   * @param edges ascending
   */
  BinCounts(CountedColumn column, double[] edges) {
    this.column = column;
    this.edges = edges.clone();
    this.counts = new long[edges.length + 1];
  }

  @Override
  public void add(Object cell) {
    double number = column.numberIn(cell);
    if (Double.isNaN(number)) {
      missing++;
      return;
    }
    int at = Arrays.binarySearch(edges, number);
    counts[at >= 0 ? at : -at - 1]++;
  }

  @Override
  public void merge(ColumnCounts other) {
    BinCounts that = (BinCounts) other;
    missing += that.missing;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += that.counts[i];
    }
  }

  @Override
  public long missing() {
    return missing;
  }

  /** Returns the count of each bin. */
  long[] counts() {
    return counts.clone();
  }
}
