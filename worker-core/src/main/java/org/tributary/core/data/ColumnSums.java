package org.tributary.core.data;

import java.io.Serializable;
import java.util.Arrays;
import org.tributary.core.kernel.Kernel;

/**
 * Delta^(1) of some samples by its columns, without those of features that are 0 in all of them: a
 * row of s_2 numbers for each other feature.
 *
 * <p>Rows stay where they are when sums are added: the sum refers to the arrays of both, and only
 * the rows of features that both have are added to each other. Once more than half of what the
 * arrays hold is no longer referred to, the rest is copied. Neither changes a bit of a row.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ColumnSums<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private final int width;
  private final int count;
  private final int[] columns;
  private final int[] arrayOf;
  private final int[] rowOf;
  // The array types of A are serializable; the type variable cannot express this.
  private final Serializable[] arrays;

  /** Rows that the arrays were made for, whether they are still referred to or not. */
  private final int stored;

  private ColumnSums(
      int width,
      int count,
      int[] columns,
      int[] arrayOf,
      int[] rowOf,
      Serializable[] arrays,
      int stored) {
    this.width = width;
    this.count = count;
    this.columns = columns;
    this.arrayOf = arrayOf;
    this.rowOf = rowOf;
    this.arrays = arrays;
    this.stored = stored;
  }

  /** Returns the sum over no samples. */
  public static <A> ColumnSums<A> none() {
    return new ColumnSums<>(0, 0, new int[0], new int[0], new int[0], new Serializable[0], 0);
  }

  /**
   * Wraps the arrays without a copy.
   *
   * @param width s_2, 1 or more
   * @param columns the features, ascending
   * @param rows as many rows of {@code width} numbers, row-major; may be longer
   */
  public static <A> ColumnSums<A> of(int width, int[] columns, A rows) {
    int[] rowOf = new int[columns.length];
    Arrays.setAll(rowOf, k -> k);
    return new ColumnSums<>(
        width,
        columns.length,
        columns,
        new int[columns.length],
        rowOf,
        new Serializable[] {(Serializable) rows},
        columns.length);
  }

  /** Returns how many features have a row. */
  public int count() {
    return count;
  }

  /** Returns the length of a row, s_2. */
  public int width() {
    return width;
  }

  /** Returns the feature of row {@code k}, counted from 0; features ascend. */
  public int column(int k) {
    return columns[k];
  }

  /** Returns the array that holds row {@code k}. */
  @SuppressWarnings("unchecked")
  public A array(int k) {
    return (A) arrays[arrayOf[k]];
  }

  /** Returns where row {@code k} begins in its array. */
  public int offset(int k) {
    return rowOf[k] * width;
  }

  /** Returns the first row whose feature is {@code column} or more; {@link #count} if none is. */
  public int firstFrom(int column) {
    int found = Arrays.binarySearch(columns, 0, count, column);
    return found >= 0 ? found : -found - 1;
  }

  /** Returns the rows {@code from} to before {@code to}, in an array of their own. */
  public A copy(int from, int to, Kernel<A> kernel) {
    A rows = kernel.allocate(Math.multiplyExact(to - from, width));
    for (int k = from; k < to; k++) {
      kernel.copy(array(k), offset(k), rows, (k - from) * width, width);
    }
    return rows;
  }

  /** Returns the sum of both, which takes over their arrays; neither may be used afterwards. */
  public ColumnSums<A> add(ColumnSums<A> other, Kernel<A> kernel) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    int most = Math.addExact(count, other.count);
    int[] mergedColumns = new int[most];
    int[] mergedArrayOf = new int[most];
    int[] mergedRowOf = new int[most];
    int at = 0;
    int i = 0;
    int j = 0;
    while (i < count || j < other.count) {
      boolean left = j == other.count || (i < count && columns[i] <= other.columns[j]);
      boolean both = left && j < other.count && columns[i] == other.columns[j];
      if (both) {
        kernel.addScaledAt(array(i), offset(i), other.array(j), other.offset(j), 1, width);
        j++;
      }
      mergedColumns[at] = left ? columns[i] : other.columns[j];
      mergedArrayOf[at] = left ? arrayOf[i] : arrays.length + other.arrayOf[j];
      mergedRowOf[at] = left ? rowOf[i] : other.rowOf[j];
      at++;
      if (left) {
        i++;
      } else {
        j++;
      }
    }
    Serializable[] merged = Arrays.copyOf(arrays, arrays.length + other.arrays.length);
    System.arraycopy(other.arrays, 0, merged, arrays.length, other.arrays.length);
    ColumnSums<A> sum =
        new ColumnSums<>(
            width, at, mergedColumns, mergedArrayOf, mergedRowOf, merged, stored + other.stored);
    return sum.stored / 2 > at ? sum.compact(kernel) : sum;
  }

  private ColumnSums<A> compact(Kernel<A> kernel) {
    return of(width, Arrays.copyOf(columns, count), copy(0, count, kernel));
  }
}
