package org.tributary.core.preparation;

import java.util.Arrays;

/**
 * The inputs of some rows that are not 0, row by row, in compressed sparse rows. Mutable, for one
 * thread; filling it again allocates nothing once it has held as many numbers.
 */
public final class SparseRows {
  private int rows;
  private int[] rowPointers = new int[2];
  private int[] columns = new int[64];
  private double[] numbers = new double[64];
  private int size;

  /** The inputs of a part that fills all of its own. */
  private double[] dense = new double[0];

  /** Removes all rows. */
  public void clear() {
    rows = 0;
    size = 0;
  }

  /**
   * Adds an input to the row that was begun.
   *
   * @param column above those of the row so far
   * @param number left out if it is 0
   */
  void add(int column, double number) {
    if (number == 0) {
      return;
    }
    if (size == columns.length) {
      columns = Arrays.copyOf(columns, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    columns[size] = column;
    numbers[size++] = number;
  }

  /** Adds the inputs of a part that fills all of its own, from an input of the row on. */
  void add(ColumnPreparation part, RawCells cells, int first, int at) {
    int inputs = part.inputs();
    if (dense.length < inputs) {
      dense = new double[inputs];
    }
    part.apply(cells, first, dense, 0);
    for (int i = 0; i < inputs; i++) {
      add(at + i, dense[i]);
    }
  }

  void endRow() {
    rows++;
    if (rows == rowPointers.length) {
      rowPointers = Arrays.copyOf(rowPointers, 2 * rows);
    }
    rowPointers[rows] = size;
  }

  /** Returns how many rows there are. */
  public int rows() {
    return rows;
  }

  /** Returns how many inputs of all rows are not 0. */
  public int size() {
    return size;
  }

  /** Returns 0 and, for each row, how many numbers there are up to its end: the array itself. */
  public int[] rowPointers() {
    return rowPointers;
  }

  /** Returns the input of each number, ascending in a row: the array itself. */
  public int[] columns() {
    return columns;
  }

  /** Returns the numbers: the array itself. */
  public double[] numbers() {
    return numbers;
  }
}
