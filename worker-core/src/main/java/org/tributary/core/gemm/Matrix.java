package org.tributary.core.gemm;

import java.lang.reflect.Array;

/**
 * A row-major matrix inside an array: a view, without numbers of its own.
 *
 * <p>Element (i, j) is at {@code offset + i * stride + j} of the array, where 0 &lt;= i &lt; {@code
 * rows} and 0 &lt;= j &lt; {@code columns}. The stride is what BLAS calls the leading dimension.
 * Every element is in the array, so that native code which is given a view stays inside.
 *
 * <p>Mutable: {@link #view} changes the matrix, so that a loop over blocks reuses the same views
 * without allocation. Threads may share a view that does not change.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Matrix<A> {
  private A values;
  private int offset;
  private int rows;
  private int columns;
  private int stride;

  private Matrix(A values) {
    this.values = values;
  }

  /**
   * Returns a new view.
   *
   * @throws IllegalArgumentException if some of the matrix is outside of the array
   */
  public static <A> Matrix<A> of(A values, int offset, int rows, int columns, int stride) {
    return new Matrix<>(values).view(values, offset, rows, columns, stride);
  }

  /** Returns a new view of all of an array, one row after the other. */
  public static <A> Matrix<A> of(A values, int rows, int columns) {
    return of(values, 0, rows, columns, columns);
  }

  /**
   * Points this view at another matrix.
   *
   * @param values the array, which the view shares
   * @param offset where element (0, 0) is
   * @param stride distance between the starts of two rows, at least {@code columns}
   * @return this view
   * @throws IllegalArgumentException if some of the matrix is outside of the array
   */
  public Matrix<A> view(A values, int offset, int rows, int columns, int stride) {
    int length = Array.getLength(values);
    boolean empty = rows == 0 || columns == 0;
    long end = empty ? offset : offset + (rows - 1L) * stride + columns;
    if (offset < 0 || rows < 0 || columns < 0 || stride < columns || end > length) {
      throw new IllegalArgumentException(
          "Cannot view %d x %d numbers from %d on, with rows %d apart: the array has %d numbers"
              .formatted(rows, columns, offset, stride, length));
    }
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    return this;
  }

  /** Returns the array, which is not copied. */
  public A values() {
    return values;
  }

  /** Returns where in the array element (0, 0) is. */
  public int offset() {
    return offset;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns;
  }

  /** Returns the distance between the starts of two rows in the array. */
  public int stride() {
    return stride;
  }

  /** Tells the shape: "3 x 4". */
  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
