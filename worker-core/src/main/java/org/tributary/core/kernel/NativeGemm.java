package org.tributary.core.kernel;

import dev.ludovic.netlib.blas.BLAS;

/**
 * Matrix products by a native BLAS, on heap arrays without copies.
 *
 * <p>BLAS is column-major: it reads a row-major matrix as its transpose, so C^T = op(B)^T op(A)^T
 * is asked for, with the factors exchanged.
 */
final class NativeGemm implements Gemm {
  private final BLAS blas;

  NativeGemm(BLAS blas) {
    this.blas = blas;
  }

  /** OpenBLAS takes up to 6 % longer for a gradient by transposed weights. */
  @Override
  public boolean fasterUntransposed(Precision precision) {
    return false;
  }

  @Override
  public void multiply(
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
      int ldc) {
    String left = flag(layout.rightTransposed());
    String right = flag(layout.leftTransposed());
    blas.sgemm(left, right, n, m, k, 1f, b, bAt, ldb, a, aAt, lda, 0f, c, cAt, ldc);
  }

  @Override
  public void multiply(
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
      int ldc) {
    String left = flag(layout.rightTransposed());
    String right = flag(layout.leftTransposed());
    blas.dgemm(left, right, n, m, k, 1d, b, bAt, ldb, a, aAt, lda, 0d, c, cAt, ldc);
  }

  private static String flag(boolean transposed) {
    return transposed ? "T" : "N";
  }
}
