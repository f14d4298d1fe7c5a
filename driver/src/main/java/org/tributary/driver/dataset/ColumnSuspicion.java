package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * What may be wrong with a column of one cell a row, over the rows added: it may tell the label by
 * itself, or be an identifier. Each possibility is given up at the first rows that contradict it.
 * Merging is the same in any order. Mutable.
 *
 * <p>A column tells the label if rows of the same value have the same label, with few values; or if
 * the values of each class are between those of others; or if a label that is a number is a x + b.
 */
final class ColumnSuspicion implements Serializable {
  private static final long serialVersionUID = 1;

  /** More values than these may tell the label by chance. */
  private static final int MOST_VALUES = 100;

  /** On average, a value or a class must have so many rows. */
  private static final int ROWS_EACH = 5;

  private static final int FEWEST_ROWS = 20;
  private static final double EXACT = 1e-6;

  /** Whole numbers up to here are exact. */
  private static final double LARGEST_WHOLE = 0x1p53;

  private final int cell;
  private final boolean whole;
  private final boolean classes;
  private long rows;
  private final HashMap<Double, Object> labelOf = new HashMap<>();
  private final HashMap<Object, double[]> ranges = new HashMap<>();
  private final HashSet<Object> labels = new HashSet<>();
  private boolean values = true;
  private boolean separate;
  private boolean linear;
  private boolean distinct;
  private HashSet<Double> seen = new HashSet<>();
  private double[] line = new double[0];

  /**
   * Starts without rows and with every possibility.
   *
   * @param cell the cell of the column
   * @param counts whether its values are counted as an identifier is: numbers and categories
   * @param classes whether labels are classes
   */
  ColumnSuspicion(int cell, boolean counts, boolean classes) {
    this.cell = cell;
    this.whole = counts;
    this.classes = classes;
    this.separate = classes;
    this.linear = !classes;
    this.distinct = counts;
  }

  /** Returns a suspicion of what is possible here, for all rows, without those of this one. */
  ColumnSuspicion ofAllRows() {
    ColumnSuspicion all = new ColumnSuspicion(cell, whole, classes);
    all.values = values;
    all.separate = separate;
    all.linear = linear && line.length > 2;
    all.line = line;
    // Whether all values are distinct takes more memory than there may be; see IdentifierColumns.
    all.distinct = false;
    return all;
  }

  /** Returns the cell of the column. */
  int cell() {
    return cell;
  }

  /** Tells whether nothing is wrong with the column. */
  boolean isCleared() {
    return !values && !separate && !linear && !distinct;
  }

  /** Tells whether all values are whole and distinct so far. */
  boolean mayBeIdentifier() {
    return distinct;
  }

  /**
   * Adds a row.
   *
   * @param label the name of the class, or the number that is the label
   */
  void add(double value, Object label) {
    rows++;
    if (values) {
      Object known = labelOf.putIfAbsent(value, label);
      labels.add(label);
      values = (known == null || known.equals(label)) && labelOf.size() <= MOST_VALUES;
    }
    if (separate) {
      separate = !Double.isNaN(value) && widen(label, value, value);
    }
    if (linear) {
      linear = !Double.isNaN(value) && isOnLine(value, (Double) label);
    }
    if (distinct) {
      distinct = isWhole(value) && seen.add(value);
    }
    forget();
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE;
  }

  /** Widens the range of a class; returns whether it still overlaps none. */
  private boolean widen(Object label, double least, double greatest) {
    double[] range = ranges.computeIfAbsent(label, none -> new double[] {least, greatest});
    range[0] = Math.min(range[0], least);
    range[1] = Math.max(range[1], greatest);
    for (Map.Entry<Object, double[]> other : ranges.entrySet()) {
      if (other.getValue() != range
          && other.getValue()[0] <= range[1]
          && range[0] <= other.getValue()[1]) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether a point is on the line through the first two that differ. */
  private boolean isOnLine(double x, double y) {
    if (line.length == 0) {
      line = new double[] {x, y};
      return true;
    }
    if (line.length == 2) {
      if (x == line[0]) {
        return y == line[1];
      }
      double slope = (y - line[1]) / (x - line[0]);
      line = new double[] {line[0], line[1], slope};
      return slope != 0;
    }
    double expected = line[1] + line[2] * (x - line[0]);
    double scale = Math.abs(line[1]) + Math.abs(line[2] * (x - line[0])) + Math.abs(y);
    return Math.abs(y - expected) <= EXACT * scale;
  }

  private void forget() {
    if (!values) {
      labelOf.clear();
      labels.clear();
    }
    if (!separate) {
      ranges.clear();
    }
    if (!distinct) {
      seen.clear();
    }
  }

  /** Adds the rows of others that began alike, with a line if there is to be one. */
  ColumnSuspicion merge(ColumnSuspicion other) {
    rows += other.rows;
    values &= other.values;
    if (values) {
      for (Map.Entry<Double, Object> entry : other.labelOf.entrySet()) {
        Object known = labelOf.putIfAbsent(entry.getKey(), entry.getValue());
        values &= known == null || known.equals(entry.getValue());
      }
      labels.addAll(other.labels);
      values &= labelOf.size() <= MOST_VALUES;
    }
    separate &= other.separate;
    for (Map.Entry<Object, double[]> entry : other.ranges.entrySet()) {
      separate = separate && widen(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
    }
    linear &= other.linear;
    forget();
    return this;
  }

  /** Tells whether the column tells the label of all rows. */
  boolean tellsLabel() {
    if (rows < FEWEST_ROWS) {
      return false;
    }
    return (values && labels.size() > 1 && ROWS_EACH * (long) labelOf.size() <= rows)
        || (separate && ranges.size() > 1 && ROWS_EACH * (long) ranges.size() <= rows)
        || (linear && line.length > 2);
  }
}
