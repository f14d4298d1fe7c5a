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
 * <p>A pass has at most {@link #COUNTERS} counters of 8 bytes, or those of one column. Columns that
 * need more in all are counted a group after the other, in more passes; which columns are counted
 * together changes no bits.
 *
 * <p>With h = q (n - 1), the quantile of level q of n values is the value of rank floor(h) or,
 * interpolated, this plus h - floor(h) times the distance to the next.
 */
final class QuantilesPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  /** Bits that a pass finds, and their number of values. */
  static final int DIGIT = 8;

  static final int DIGITS = 1 << DIGIT;

  /** The most counters of a pass: 16 MiB, for 256 columns or more. */
  static final int COUNTERS = 1 << 21;

  private static final int ALL_DIGITS = Integer.SIZE / DIGIT;

  private final NumericColumns columns;
  private final double[] levels;
  private final Between between;
  private final Then then;

  private final int mostCounters;

  /** How many digits are known of the order statistics of each column. */
  private final int[] depths;

  /** Number of values of each column, once the first digits are known. */
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
    this(layout, columns, levels, between, then, COUNTERS);
  }

  /** Prepares the first pass, with a number of counters. */
  QuantilesPass(
      RowLayout layout,
      List<String> columns,
      double[] levels,
      Between between,
      Then then,
      int mostCounters) {
    this.columns = new NumericColumns(layout, columns);
    this.levels = levels.clone();
    this.between = between;
    this.then = then;
    this.mostCounters = mostCounters;
    int n = this.columns.inputs();
    this.depths = new int[n];
    this.counts = new long[n];
    this.prefixes = new int[n][0];
    this.ranks = new long[n][0];
  }

  private QuantilesPass(
      QuantilesPass before, int[] depths, long[] counts, int[][] prefixes, long[][] ranks) {
    this.columns = before.columns;
    this.levels = before.levels;
    this.between = before.between;
    this.then = before.then;
    this.mostCounters = before.mostCounters;
    this.depths = depths;
    this.counts = counts;
    this.prefixes = prefixes;
    this.ranks = ranks;
  }

  /** Returns the columns that the pass counts: the first that have room and digits left. */
  private int[] group() {
    int[] group = new int[depths.length];
    int size = 0;
    long counters = 0;
    for (int j = 0; j < depths.length; j++) {
      if (depths[j] == ALL_DIGITS) {
        continue;
      }
      long more = (long) wanted(j).length * DIGITS;
      if (size == 0 || counters + more <= mostCounters) {
        group[size++] = j;
        counters += more;
      }
    }
    return Arrays.copyOf(group, size);
  }

  /** Returns the digits that values of a column must begin with to be counted, ascending. */
  private int[] wanted(int column) {
    return depths[column] == 0
        ? new int[1]
        : Arrays.stream(prefixes[column]).sorted().distinct().toArray();
  }

  @Override
  public ColumnStatistics statistics() {
    int[] group = group();
    int[] cells = new int[group.length];
    int[] known = new int[group.length];
    int[][] wanted = new int[group.length][];
    for (int i = 0; i < group.length; i++) {
      cells[i] = columns.cells()[group[i]];
      known[i] = depths[group[i]];
      wanted[i] = wanted(group[i]);
    }
    return new DigitCounts(cells, wanted, known);
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    DigitCounts found = (DigitCounts) all;
    found.requireLeaves(leaves);
    QuantilesPass next =
        new QuantilesPass(this, depths.clone(), counts.clone(), prefixes.clone(), ranks.clone());
    int[] group = group();
    for (int i = 0; i < group.length; i++) {
      next.addDigit(group[i], found, i);
    }
    return Arrays.stream(next.depths).allMatch(depth -> depth == ALL_DIGITS)
        ? then.fit(next.quantiles())
        : next;
  }

  /**
   * Finds the next digit of every order statistic of a column.
   *
   * @param counted the place of the column among those that were counted
   */
  private void addDigit(int column, DigitCounts found, int counted) {
    if (depths[column] == 0) {
      counts[column] = LongStream.of(found.of(counted, 0)).sum();
      ranks[column] = ranks(counts[column]);
      prefixes[column] = new int[ranks[column].length];
    }
    int[] longer = new int[prefixes[column].length];
    long[] rest = ranks[column].clone();
    for (int i = 0; i < longer.length; i++) {
      long[] digits = found.of(counted, prefixes[column][i]);
      int digit = 0;
      while (rest[i] >= digits[digit]) {
        rest[i] -= digits[digit++];
      }
      longer[i] = prefixes[column][i] << DIGIT | digit;
    }
    prefixes[column] = longer;
    ranks[column] = rest;
    // Without values there are no order statistics.
    depths[column] = counts[column] == 0 ? ALL_DIGITS : depths[column] + 1;
  }

  /** Returns the ranks of the order statistics of some values, two a level. */
  private long[] ranks(long values) {
    long[] wanted = new long[values == 0 ? 0 : 2 * levels.length];
    for (int q = 0; q < levels.length && values > 0; q++) {
      long below = (long) Math.floor(levels[q] * (values - 1));
      wanted[2 * q] = below;
      wanted[2 * q + 1] = between == Between.BELOW ? below : Math.min(below + 1, values - 1);
    }
    return wanted;
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
