package org.tributary.core.kernel;

/** Matrix products in plain Java: the fallback that needs nothing of the machine. */
final class PlainGemm implements Gemm {
  private final PlainFloatGemm floats = new PlainFloatGemm();
  private final PlainDoubleGemm doubles = new PlainDoubleGemm();

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
    floats.multiply(layout, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
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
    doubles.multiply(layout, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
  }
}
