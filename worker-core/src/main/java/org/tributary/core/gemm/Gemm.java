package org.tributary.core.gemm;

/**
 * General matrix product in one precision: C = op(A) op(B), with C overwritten.
 *
 * <p>op(A) is m x k, op(B) is k x n and C is m x n. An implementation may hold scratch memory: use
 * one instance a thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Gemm<A> {

  /** Returns new products in plain Java floats, for the use of one thread. */
  static Gemm<float[]> plainFloat32() {
    return new PlainFloatGemm();
  }

  /** Returns new products in plain Java doubles, for the use of one thread. */
  static Gemm<double[]> plainFloat64() {
    return new PlainDoubleGemm();
  }

  /**
   * Returns whether C = A B is so much faster than C = A B^T that transposing B pays off for
   * several products with the same B.
   */
  boolean fasterUntransposed();

  /**
   * Computes C = op(A) op(B).
   *
   * @param layout which factors are transposed; the caller has checked that the shapes fit it, see
   *     {@link Layout#requireFit}
   * @param c overwritten; shares no element with the others
   */
  void multiply(Layout layout, Matrix<A> a, Matrix<A> b, Matrix<A> c);
}
