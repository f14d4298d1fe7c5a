package org.tributary.core.data;

import java.io.Serializable;

/**
 * K numbers a row: regression targets, or one yes or no an output.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DenseTargets<A> implements Targets<A> {
  private static final long serialVersionUID = 1;

  // The array types of A are serializable; the type variable cannot express this.
  private final Serializable values;

  /**
   * Wraps the array without a copy.
   *
   * @param values rows x K, row-major
   */
  public DenseTargets(A values) {
    this.values = (Serializable) values;
  }

  /** Returns rows x K numbers, row-major: the array itself, not to be written to. */
  @SuppressWarnings("unchecked")
  public A values() {
    return (A) values;
  }
}
