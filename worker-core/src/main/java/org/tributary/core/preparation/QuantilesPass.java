package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Finds quantiles of columns of numbers exactly, in four passes and bounded memory.
 *
 * <p>Values are rounded to float32, whose bits, read as an unsigned number after a fixed exchange,
 * ascend with the value. The first pass counts the values by the highest 8 bits; each of the others
 * counts those that share the bits found so far by the next 8, for every order statistic that is
 * looked for. Counts do not depend on the order of rows. Missing cells and rows of weight 0 do not
 * count; other weights do not matter.
 *
 * <p>With h = q (n - 1), the quantile of level q of n values is the value of rank floor(h) or,
 * interpolated, this plus h - floor(h) times the distance to the next.
 */
final class QuantilesPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  /** Bits that a pass finds, and their number of values. */
  static final int DIGIT = 8;

  static final int DIGITS = 1 << DIGIT;

  private final NumericColumns columns;
  private final double[] levels;
  private final Between between;
  private final Then then;

  /** How many digits are known of every order statistic. */
  private final int depth;

  /** Number of values of each column, once it is known. */
  private final long[] counts;

  /** For each column and level, the order statistics below and above: the digits found so far. */
  private final int[][] prefixes;

  /** Their ranks, counted from 0, among the values that share these digits. */
  private final long[][] ranks;

  /** Which quantile lies between two values. */
  enum Between {
    /** The value below, so that every quantile is a value that occurs. */
    BELOW,
    /** That of linear interpolation. */
    INTERPOLATED
  }

  /** What is made of the quantiles. */
  @FunctionalInterface
  interface Then extends Serializable {
    /**
     * Returns the fit that follows.
     *
     * @param quantiles for each cell of the columns, one number a level; NaN for a cell without
     *     values
     */
    ColumnFit fit(double[][] quantiles);
  }

  /**
   * Prepares the first pass.
   *
   * @param levels from 0 to 1
   * @param between which quantile lies between two values
   * @param then what is made of the quantiles
   */
  QuantilesPass(
      RowLayout layout, List<String> columns, double[] levels, Between between, Then then) {
    this(
        new NumericColumns(layout, columns),
        levels.clone(),
        between,
        then,
        0,
        new long[0],
        new int[0][],
        new long[0][]);
  }

  private QuantilesPass(
      NumericColumns columns,
      double[] levels,
      Between between,
      Then then,
      int depth,
      long[] counts,
      int[][] prefixes,
      long[][] ranks) {
    this.columns = columns;
    this.levels = levels;
    this.between = between;
    this.then = then;
    this.depth = depth;
    this.counts = counts;
    this.prefixes = prefixes;
    this.ranks = ranks;
  }

  @Override
  public ColumnStatistics statistics() {
    int[][] wanted = new int[columns.inputs()][];
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] =
          depth == 0 ? new int[1] : Arrays.stream(prefixes[j]).sorted().distinct().toArray();
    }
    return new DigitCounts(columns.cells(), wanted, depth);
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    DigitCounts found = (DigitCounts) all;
    found.requireLeaves(leaves);
    QuantilesPass known = depth == 0 ? withRanks(found) : this;
    int n = columns.inputs();
    int[][] longer = new int[n][];
    long[][] rest = new long[n][];
    for (int j = 0; j < n; j++) {
      longer[j] = new int[known.ranks[j].length];
      rest[j] = known.ranks[j].clone();
      for (int i = 0; i < longer[j].length; i++) {
        long[] digits = found.of(j, known.prefixes[j][i]);
        int digit = 0;
        while (rest[j][i] >= digits[digit]) {
          rest[j][i] -= digits[digit++];
        }
        longer[j][i] = known.prefixes[j][i] << DIGIT | digit;
      }
    }
    QuantilesPass next =
        new QuantilesPass(columns, levels, between, then, depth + 1, known.counts, longer, rest);
    return next.depth * DIGIT == Integer.SIZE ? then.fit(next.quantiles()) : next;
  }

  /**
   * Returns the same pass with the ranks of all order statistics, from the counts of all values.
   */
  private QuantilesPass withRanks(DigitCounts found) {
    int n = columns.inputs();
    long[] totals = new long[n];
    long[][] wanted = new long[n][];
    for (int j = 0; j < n; j++) {
      totals[j] = LongStream.of(found.of(j, 0)).sum();
      wanted[j] = new long[totals[j] == 0 ? 0 : 2 * levels.length];
      for (int q = 0; q < levels.length && totals[j] > 0; q++) {
        long below = (long) Math.floor(levels[q] * (totals[j] - 1));
        wanted[j][2 * q] = below;
        wanted[j][2 * q + 1] = Math.min(below + 1, totals[j] - 1);
      }
    }
    int[][] none =
        Arrays.stream(wanted).map(ofColumn -> new int[ofColumn.length]).toArray(int[][]::new);
    return new QuantilesPass(columns, levels, between, then, depth, totals, none, wanted);
  }

  private double[][] quantiles() {
    double[][] quantiles = new double[columns.inputs()][levels.length];
    for (int j = 0; j < quantiles.length; j++) {
      for (int q = 0; q < levels.length; q++) {
        if (counts[j] == 0) {
          quantiles[j][q] = Double.NaN;
          continue;
        }
        double below = DigitCounts.value(prefixes[j][2 * q]);
        double above = DigitCounts.value(prefixes[j][2 * q + 1]);
        double h = levels[q] * (counts[j] - 1);
        quantiles[j][q] =
            between == Between.BELOW ? below : below + (h - Math.floor(h)) * (above - below);
      }
    }
    return quantiles;
  }
}
