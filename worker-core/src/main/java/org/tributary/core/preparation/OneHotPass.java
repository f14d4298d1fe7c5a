package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Fits a {@link OneHot} to the categories that training rows have, in one pass. */
public final class OneHotPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  private final NumericColumns columns;

  /**
   * Prepares a pass.
   *
   * @param columns of categories, in the order of their inputs
   */
  public OneHotPass(RowLayout layout, List<String> columns) {
    this.columns = new NumericColumns(layout, columns);
  }

  @Override
  public ColumnStatistics statistics() {
    int[] cells = columns.cells();
    int[] others = new int[cells.length];
    for (int c = 0; c < cells.length; c++) {
      Encoding encoding = columns.layout().featureOf(cells[c]).encoding();
      others[c] = encoding instanceof Encoding.Categories categories ? categories.other() : 0;
    }
    return new CodeCounts(cells, others);
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    CodeCounts counts = (CodeCounts) all;
    counts.requireLeaves(leaves);
    int[][] codes = new int[columns.inputs()][];
    for (int c = 0; c < codes.length; c++) {
      long[] of = counts.of(c);
      int last = of.length - 2;
      // Categories first, then others, then missing.
      codes[c] =
          IntStream.concat(IntStream.rangeClosed(0, last), IntStream.of(OneHot.MISSING))
              .filter(code -> of[code + 1] > 0)
              .toArray();
      if (codes[c].length == 0) {
        codes[c] = new int[] {last};
      }
    }
    return new Fitted(new OneHot(columns.layout(), columns.names(), codes));
  }

  /** How many rows have each code of some columns. */
  private static final class CodeCounts implements ColumnStatistics {
    private static final long serialVersionUID = 1;

    private final int[] cells;
    private final long[][] counts;
    private long leaves;

    CodeCounts(int[] cells, int[] others) {
      this.cells = cells;
      this.counts = Arrays.stream(others).mapToObj(n -> new long[n + 2]).toArray(long[][]::new);
    }

    @Override
    public void startLeaf(int leaf) {
      leaves++;
    }

    @Override
    public void add(RawCells row, int first, double weight) {
      for (int c = 0; c < cells.length; c++) {
        double cell = row.number(first + cells[c]);
        counts[c][Double.isNaN(cell) ? 0 : (int) cell + 1]++;
      }
    }

    @Override
    public CodeCounts merge(ColumnStatistics other) {
      CodeCounts that = (CodeCounts) other;
      for (int c = 0; c < counts.length; c++) {
        for (int i = 0; i < counts[c].length; i++) {
          counts[c][i] += that.counts[c][i];
        }
      }
      leaves += that.leaves;
      return this;
    }

    /** Returns the counts of a column, that of missing cells first. */
    long[] of(int column) {
      return counts[column];
    }

    void requireLeaves(int expected) {
      if (leaves != expected) {
        throw new IllegalStateException("Cannot total: " + leaves + " leaves of " + expected);
      }
    }
  }
}
