package org.tributary.core.kernel;

/**
 * General matrix product over row-major arrays: C = op(A) op(B), with C overwritten.
 *
 * <p>op(A) is m x k, op(B) is k x n and C is m x n. Each matrix starts at an offset of its array
 * and has a leading dimension, the distance between the starts of two stored rows. An
 * implementation may hold scratch memory: use one instance a thread.
 */
interface Gemm {

  /**
   * Tells whether C = A B takes so much less time than C = A B^T that to transpose B is worth it
   * for some products with the same B.
   */
  boolean fasterUntransposed(Precision precision);

  /** Computes C = op(A) op(B) in float32. */
  void multiply(
      Layout layout,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc);

  /** Computes C = op(A) op(B) in float64. */
  void multiply(
      Layout layout,
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int lda,
      double[] b,
      int bAt,
      int ldb,
      double[] c,
      int cAt,
      int ldc);
}
