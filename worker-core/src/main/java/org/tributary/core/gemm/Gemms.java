package org.tributary.core.gemm;

import dev.ludovic.netlib.blas.BLAS;

/**
 * The matrix products of one implementation, in both precisions.
 *
 * @param float32 products in float32
 * @param float64 products in float64
 */
record Gemms(Gemm<float[]> float32, Gemm<double[]> float64) {

  /** Returns new products in plain Java, for the use of one thread. */
  static Gemms plain() {
    return new Gemms(new PlainFloatGemm(), new PlainDoubleGemm());
  }

  /** Returns products of a native BLAS, for any number of threads. */
  static Gemms of(BLAS blas) {
    return new Gemms(new NativeFloatGemm(blas), new NativeDoubleGemm(blas));
  }
}
