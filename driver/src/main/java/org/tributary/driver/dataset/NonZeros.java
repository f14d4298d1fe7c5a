package org.tributary.driver.dataset;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.tributary.driver.source.Cells;

/** The features of a row that are not 0, collected cell by cell. Mutable. */
final class NonZeros {
  private int[] indices = new int[16];
  private double[] values = new double[16];
  private int count;

  /**
   * Adds the numbers of a cell that are not 0.
   *
   * @param first the index of the first number
   * @param width how many there are
   * @return whether all of them are finite
   */
  boolean add(Object cell, int first, int width) {
    if (cell instanceof SparseVector sparse) {
      ensureRoom(sparse.indices().length);
      for (int k = 0; k < sparse.indices().length; k++) {
        if (!add(first + sparse.indices()[k], sparse.values()[k])) {
          return false;
        }
      }
      return true;
    }
    double[] numbers = new double[width];
    Cells.numbers(cell, numbers, 0);
    ensureRoom(width);
    for (int j = 0; j < width; j++) {
      if (!add(first + j, numbers[j])) {
        return false;
      }
    }
    return true;
  }

  private boolean add(int index, double value) {
    if (value != 0) {
      indices[count] = index;
      values[count++] = value;
    }
    return Double.isFinite(value);
  }

  private void ensureRoom(int more) {
    if (count + more > indices.length) {
      int room = Math.max(Math.addExact(count, more), 2 * count);
      indices = Arrays.copyOf(indices, room);
      values = Arrays.copyOf(values, room);
    }
  }

  /** Returns the indices, ascending. */
  int[] indices() {
    return Arrays.copyOf(indices, count);
  }

  /** Returns the numbers. */
  double[] values() {
    return Arrays.copyOf(values, count);
  }
}
