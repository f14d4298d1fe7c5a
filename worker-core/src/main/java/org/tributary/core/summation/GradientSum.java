package org.tributary.core.summation;

import java.io.Serializable;
import java.util.List;
import org.tributary.core.kernel.Kernel;

/**
 * Sums over some samples: every Delta^(l), the losses and the weights.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class GradientSum<A> implements Serializable {
  private static final long serialVersionUID = 1;

  // The array types of A are serializable; the type variable cannot express this.
  private final Serializable values;
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
    this.values = (Serializable) values;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
  }

  /** Returns every Delta^(l), unrolled: the array itself. */
  @SuppressWarnings("unchecked")
  public A values() {
    return (A) values;
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
        .pack(0, kernel.length(values()), transport, kernel);
  }

  /** Sets the scalar sums; the values are written through {@link #values()}. */
  void set(double lossSum, double weightSum) {
    this.lossSum = lossSum;
    this.weightSum = weightSum;
  }
}
