package org.tributary.core.summation;

import java.io.Serializable;
import java.util.List;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;

/**
 * Sums over some samples: every Delta^(l), the losses and the weights.
 *
 * <p>Of sparse inputs, Delta^(1) may be kept by its columns. The values are then the rest: the sums
 * for the biases of the first layer, and every other Delta^(l).
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class GradientSum<A> implements Serializable {
  private static final long serialVersionUID = 1;

  // The array types of A are serializable; the type variable cannot express this.
  private final Serializable values;
  private ColumnSums<A> columns;
  private double lossSum;
  private double weightSum;

  /**
   * Wraps the array without a copy.
   *
   * @param values every Delta^(l), unrolled
   * @param lossSum sum of w_i Loss_i
   * @param weightSum sum of w_i
   */
  public GradientSum(A values, double lossSum, double weightSum) {
    this(values, ColumnSums.none(), lossSum, weightSum);
  }

  /**
   * Wraps the arrays without a copy.
   *
   * @param values every Delta^(l), unrolled, or the rest
   * @param columns Delta^(1) without the bias, if it is kept by its columns
   * @param lossSum sum of w_i Loss_i
   * @param weightSum sum of w_i
   */
  public GradientSum(A values, ColumnSums<A> columns, double lossSum, double weightSum) {
    this.values = (Serializable) values;
    this.columns = columns;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
  }

  /** Returns every Delta^(l), unrolled: the array itself. */
  @SuppressWarnings("unchecked")
  public A values() {
    return (A) values;
  }

  /** Returns Delta^(1) without the bias, if it is kept by its columns; otherwise no columns. */
  public ColumnSums<A> columns() {
    return columns;
  }

  /**
   * Returns every Delta^(l), unrolled, where Delta^(1) is kept by its columns: transposed, the
   * biases first and then s_2 numbers for each feature, and after them the other layers.
   *
   * @param features s_1
   * @param units s_2
   */
  public A byFeature(int features, int units, Kernel<A> kernel) {
    int behind = Math.multiplyExact(1 + features, units);
    int others = kernel.length(values()) - units;
    A whole = kernel.allocate(Math.addExact(behind, others));
    kernel.copy(values(), 0, whole, 0, units);
    kernel.copy(values(), units, whole, behind, others);
    for (int k = 0; k < columns.count(); k++) {
      int to = (1 + columns.column(k)) * units;
      kernel.copy(columns.array(k), columns.offset(k), whole, to, units);
    }
    return whole;
  }

  /** Returns sum of w_i Loss_i. */
  public double lossSum() {
    return lossSum;
  }

  /** Returns sum of w_i. */
  public double weightSum() {
    return weightSum;
  }

  /** Returns the sum as it travels: as the partial sum of a tree of one leaf. */
  public PackedSum pack(Transport transport, Kernel<A> kernel) {
    return new PartialSum<>(List.of(new TreeNode<>(0, 0, this)))
        .pack(0, Integer.MAX_VALUE, transport, kernel);
  }

  /** Sets all but the values, which are written through {@link #values()}. */
  void set(ColumnSums<A> columns, double lossSum, double weightSum) {
    this.columns = columns;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
  }
}
