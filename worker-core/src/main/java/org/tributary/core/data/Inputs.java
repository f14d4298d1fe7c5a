package org.tributary.core.data;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.tributary.core.kernel.Kernel;

/**
 * What the network takes in for the rows of a block: a^(1), dense or sparse.
 *
 * <p>How many rows there are, the block says; the arrays may be longer than its rows need. Whoever
 * wraps arrays keeps them: nothing is copied.
 *
 * <p>The first layer is computed from either kind as it is stored, with a cost of as many numbers
 * as there are. {@link Dense} and {@link Csr} are told apart once a block.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Inputs<A> extends Serializable {

  /** Returns s_1, the number of features of a row, without the leading 1. */
  int features();

  /**
   * Returns these inputs as dense ones, which takes nothing; for code that has seen that they are.
   *
   * @throws UnsupportedOperationException if they are sparse
   */
  Dense<A> dense();

  /** Returns a copy of the first {@code rows} rows, stored in the same way. */
  Inputs<A> firstRows(int rows, Kernel<A> kernel);

  /**
   * Every number of every row.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  final class Dense<A> implements Inputs<A> {
    private static final long serialVersionUID = 1;

    private final int features;
    // The array types that A stands for are serialisable; the type variable cannot say so.
    private final Serializable values;

    /**
     * Wraps the array without a copy.
     *
     * @param features s_1
     * @param values augmented rows: rows x (features + 1), row-major, each row led by the constant
     *     1
     */
    public Dense(int features, A values) {
      this.features = features;
      this.values = (Serializable) values;
    }

    @Override
    public int features() {
      return features;
    }

    /** Returns rows x (features + 1) numbers, each row led by 1: the array itself. */
    @SuppressWarnings("unchecked")
    public A values() {
      return (A) values;
    }

    @Override
    public Dense<A> dense() {
      return this;
    }

    @Override
    public Dense<A> firstRows(int rows, Kernel<A> kernel) {
      int length = Math.multiplyExact(rows, features + 1);
      A head = kernel.allocate(length);
      kernel.copy(values(), 0, head, 0, length);
      return new Dense<>(features, head);
    }
  }

  /**
   * The numbers that are not 0, in compressed sparse rows: row r has those from {@code
   * rowPointers[r]} to before {@code rowPointers[r + 1]}, each with its column.
   *
   * <p>The leading 1 of a row is not stored. It is the same in every row, so it would take memory
   * and say nothing, and columns are numbered as features are: column j, counted from 0, is feature
   * j, and is multiplied by column j + 1 of Theta^(1).
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  final class Csr<A> implements Inputs<A> {
    private static final long serialVersionUID = 1;

    private final int features;
    private final int[] rowPointers;
    private final int[] columns;
    private final Serializable values;

    /**
     * Wraps the arrays without a copy.
     *
     * @param features s_1
     * @param rowPointers one number more than rows: 0, and for each row where it ends
     * @param columns the feature of each number, in 0 .. features - 1, ascending in a row
     * @param values the numbers; 0 is allowed and means what leaving it out means
     * @throws IllegalArgumentException if the arrays do not fit each other
     */
    public Csr(int features, int[] rowPointers, int[] columns, A values) {
      this(features, columns, rowPointers, (Serializable) values);
      requireRows(Math.min(columns.length, Array.getLength(values)));
      for (int r = 0; r < rowPointers.length - 1; r++) {
        requireColumns(r);
      }
    }

    private Csr(int features, int[] columns, int[] rowPointers, Serializable values) {
      this.features = features;
      this.rowPointers = rowPointers;
      this.columns = columns;
      this.values = values;
    }

    /**
     * Wraps arrays that hold rows of other inputs, without a copy and without a check. They may be
     * longer than the rows need, and hold anything there.
     *
     * @param features s_1
     * @param rowPointers 0, and for each row where it ends
     * @param columns the feature of each number, ascending in a row
     * @param values the numbers
     */
    public static <A> Csr<A> ofValid(int features, int[] rowPointers, int[] columns, A values) {
      return new Csr<>(features, columns, rowPointers, (Serializable) values);
    }

    private void requireRows(int room) {
      boolean fits = rowPointers.length > 0 && rowPointers[0] == 0;
      for (int r = 1; fits && r < rowPointers.length; r++) {
        fits = rowPointers[r] >= rowPointers[r - 1] && rowPointers[r] <= room;
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "Invalid row pointers: %s (expected 0, then ascending numbers up to %d)"
                .formatted(Arrays.toString(Arrays.copyOf(rowPointers, shown())), room));
      }
    }

    private int shown() {
      return Math.min(rowPointers.length, 10);
    }

    private void requireColumns(int row) {
      int last = -1;
      for (int at = rowPointers[row]; at < rowPointers[row + 1]; at++) {
        if (columns[at] <= last || columns[at] >= features) {
          throw new IllegalArgumentException(
              "Invalid column in row %d: %d after %d (expected ascending columns below %d)"
                  .formatted(row, columns[at], last, features));
        }
        last = columns[at];
      }
    }

    @Override
    public int features() {
      return features;
    }

    /** Returns where each row begins and, after the last, where it ends: the array itself. */
    public int[] rowPointers() {
      return rowPointers;
    }

    /** Returns the feature of each number, counted from 0: the array itself. */
    public int[] columns() {
      return columns;
    }

    /** Returns the numbers: the array itself. */
    @SuppressWarnings("unchecked")
    public A values() {
      return (A) values;
    }

    @Override
    public Dense<A> dense() {
      throw new UnsupportedOperationException(
          "Cannot read sparse inputs of %d features as dense ones (Csr.toDense copies them)"
              .formatted(features));
    }

    @Override
    public Csr<A> firstRows(int rows, Kernel<A> kernel) {
      int length = rowPointers[rows];
      A head = kernel.allocate(length);
      kernel.copy(values(), 0, head, 0, length);
      return new Csr<>(
          features, Arrays.copyOf(rowPointers, rows + 1), Arrays.copyOf(columns, length), head);
    }

    /** Returns a dense copy of all rows, with leading ones. */
    public Dense<A> toDense(Kernel<A> kernel) {
      return toDense(rowPointers.length - 1, kernel);
    }

    /** Returns a dense copy of the first {@code rows} rows, with leading ones. */
    public Dense<A> toDense(int rows, Kernel<A> kernel) {
      int width = features + 1;
      A dense = kernel.allocate(Math.multiplyExact(rows, width));
      kernel.setLeadingOnes(dense, rows, features);
      for (int r = 0; r < rows; r++) {
        for (int at = rowPointers[r]; at < rowPointers[r + 1]; at++) {
          kernel.copy(values(), at, dense, r * width + 1 + columns[at], 1);
        }
      }
      return new Dense<>(features, dense);
    }
  }
}
