package org.tributary.core.summation;

/**
 * Adds the numbers of one sum to those of another, each to its own; who adds which, and when, does
 * not change the bits.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface Addition<A> {
  /**
   * Computes to = to + more.
   *
   * @param to overwritten
   * @param more as long as {@code to}
   */
  void add(A to, A more);
}
