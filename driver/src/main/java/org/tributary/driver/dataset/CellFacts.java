package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns of one cell never vary, and how many cells are missing, over the rows added.
 * Merging is the same in any order. Mutable.
 */
final class CellFacts implements Serializable {
  private static final long serialVersionUID = 1;

  /** The cells that have not varied so far. */
  private int[] constant;

  private double[] values;
  private boolean any;
  private long missing;

  /** Starts without rows and columns to look at. */
  CellFacts() {
    this(new int[0]);
  }

  /**
   * Starts without rows.
   *
   * @param cells of the columns to look at
   */
  private CellFacts(int[] cells) {
    this.constant = cells;
    this.values = new double[cells.length];
  }

  /** Starts without rows for the columns of one cell of a plan; of sparse rows for none. */
  static CellFacts of(ColumnPlan plan) {
    if (plan.isSparse()) {
      return new CellFacts();
    }
    List<PlannedFeature> features = plan.features();
    int[] starts = new int[features.size()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at += features.get(i).width();
    }
    return new CellFacts(
        IntStream.range(0, starts.length)
            .filter(i -> features.get(i).width() == 1)
            .map(i -> starts[i])
            .toArray());
  }

  /** Adds a row. */
  void add(double[] features) {
    for (double feature : features) {
      missing += Double.isNaN(feature) ? 1 : 0;
    }
    if (!any) {
      any = true;
      for (int i = 0; i < constant.length; i++) {
        values[i] = features[constant[i]];
      }
      return;
    }
    int kept = 0;
    for (int i = 0; i < constant.length; i++) {
      if (same(values[i], features[constant[i]])) {
        constant[kept] = constant[i];
        values[kept++] = values[i];
      }
    }
    keep(kept);
  }

  private void keep(int count) {
    if (count < constant.length) {
      constant = Arrays.copyOf(constant, count);
      values = Arrays.copyOf(values, count);
    }
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  /** Adds the rows of others, which stay as they are. */
  CellFacts merge(CellFacts other) {
    missing += other.missing;
    if (!other.any) {
      return this;
    }
    if (!any) {
      constant = other.constant.clone();
      values = other.values.clone();
      any = true;
      return this;
    }
    int kept = 0;
    for (int i = 0; i < constant.length; i++) {
      int at = Arrays.binarySearch(other.constant, constant[i]);
      if (at >= 0 && same(values[i], other.values[at])) {
        constant[kept] = constant[i];
        values[kept++] = values[i];
      }
    }
    keep(kept);
    return this;
  }

  /** Returns the cells that never vary, of columns of one cell. */
  BitSet constant() {
    BitSet cells = new BitSet();
    if (any) {
      Arrays.stream(constant).forEach(cells::set);
    }
    return cells;
  }

  /** Returns how many cells are missing. */
  long missing() {
    return missing;
  }
}
