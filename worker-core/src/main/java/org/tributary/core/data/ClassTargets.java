package org.tributary.core.data;

/**
 * One class out of K a row, for softmax.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ClassTargets<A> implements Targets<A> {
  private static final long serialVersionUID = 1;

  private final int[] classes;

  /**
   * Wraps the array without a copy.
   *
   * @param classes the class of each row, in 0 .. K - 1
   */
  public ClassTargets(int[] classes) {
    this.classes = classes;
  }

  /** Returns the class of each row: the array itself, not to be written to. */
  public int[] classes() {
    return classes;
  }
}
