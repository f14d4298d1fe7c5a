/**
 * Matrix products of heap arrays: {@link org.tributary.core.gemm.Gemm} multiplies {@link
 * org.tributary.core.gemm.Matrix} views in one precision.
 *
 * <p>{@link org.tributary.core.gemm.Blas} selects the implementation once per JVM: oneDNN (float32
 * only) or OpenBLAS where they can be loaded, the machine's own BLAS, or plain Java. Matrices are
 * row-major throughout.
 *
 * <p>{@code PlainDoubleGemm} and {@code NativeDoubleGemm} are generated from their float32 twins;
 * {@code DoubleTwins} in the tests of {@code kernel} says how.
 *
 * <p>This package imports only {@code natives}.
 */
package org.tributary.core.gemm;
