package org.tributary.core.preparation;

import java.util.Arrays;

/**
 * Counts of the values of some columns by one digit each of their ordered float32 bits: of all
 * values, or of those whose digits above it are one of a few prefixes. See {@link QuantilesPass}.
 */
final class DigitCounts implements ColumnStatistics {
  private static final long serialVersionUID = 1;

  private final int[] cells;
  private final int[][] prefixes;
  private final int[] depths;
  private final long[][] counts;
  private long leaves;

  /**
   * Makes counts of no rows; the arrays are not copied.
   *
   * @param cells where the columns are in a row
   * @param prefixes for each column the digits that a value must begin with, ascending; 0 for none
   * @param depths for each column how many digits a prefix has
   */
  DigitCounts(int[] cells, int[][] prefixes, int[] depths) {
    this.cells = cells;
    this.prefixes = prefixes;
    this.depths = depths;
    this.counts = new long[cells.length][];
    for (int j = 0; j < cells.length; j++) {
      counts[j] = new long[Math.multiplyExact(prefixes[j].length, QuantilesPass.DIGITS)];
    }
  }

  @Override
  public void startLeaf(int leaf) {
    leaves++;
  }

  @Override
  public void add(RawCells row, int first, double weight) {
    if (weight == 0) {
      return;
    }
    for (int j = 0; j < cells.length; j++) {
      double value = row.number(first + cells[j]);
      if (Double.isNaN(value)) {
        continue;
      }
      int bits = ordered(value);
      int known = depths[j] * QuantilesPass.DIGIT;
      int prefix = known == 0 ? 0 : bits >>> (Integer.SIZE - known);
      int at = prefixes[j].length == 1 && known == 0 ? 0 : Arrays.binarySearch(prefixes[j], prefix);
      if (at >= 0) {
        int digit =
            bits >>> (Integer.SIZE - known - QuantilesPass.DIGIT) & (QuantilesPass.DIGITS - 1);
        counts[j][at * QuantilesPass.DIGITS + digit]++;
      }
    }
  }

  @Override
  public DigitCounts merge(ColumnStatistics other) {
    DigitCounts that = (DigitCounts) other;
    for (int j = 0; j < counts.length; j++) {
      for (int i = 0; i < counts[j].length; i++) {
        counts[j][i] += that.counts[j][i];
      }
    }
    leaves += that.leaves;
    return this;
  }

  /** Returns the number of counters. */
  long counters() {
    return Arrays.stream(counts).mapToLong(of -> of.length).sum();
  }

  /** Returns the counts of the values of a column that begin with a prefix. */
  long[] of(int column, int prefix) {
    int at = Arrays.binarySearch(prefixes[column], prefix);
    int from = at * QuantilesPass.DIGITS;
    return Arrays.copyOfRange(counts[column], from, from + QuantilesPass.DIGITS);
  }

  /**
   * Refuses counts of other leaves than all.
   *
   * @throws IllegalStateException if a leaf is missing, or was added twice
   */
  void requireLeaves(int expected) {
    if (leaves != expected) {
      throw new IllegalStateException("Cannot total: " + leaves + " leaves of " + expected);
    }
  }

  /** Returns the bits of a value as float32, which as an unsigned number ascend with it. */
  private static int ordered(double value) {
    // Both zeros are one value, and what float32 cannot hold is its largest number.
    float rounded = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value)) + 0.0f;
    int bits = Float.floatToIntBits(rounded);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  /** Returns the value of ordered bits. */
  static double value(int ordered) {
    int bits = ordered < 0 ? ordered ^ Integer.MIN_VALUE : ~ordered;
    return Float.intBitsToFloat(bits);
  }
}
