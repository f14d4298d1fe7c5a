/**
 * Arithmetic on whole arrays, in float32 and float64, behind one seam: {@link
 * org.tributary.core.kernel.Kernel}.
 *
 * <p>Samples and activations are stored as <em>augmented rows</em>: a layer of s units takes s + 1
 * numbers a row, of which the first is the constant 1 that the bias is multiplied by. Row r of unit
 * j (counted from 0) is at {@code r * (s + 1) + 1 + j}. Matrices are row-major throughout.
 *
 * <p>Matrix products go to {@link org.tributary.core.kernel.Gemm}, which is oneDNN or OpenBLAS
 * where they can be loaded and plain Java elsewhere; {@link org.tributary.core.kernel.Blas} chooses
 * once in a JVM. Element-wise loops are plain Java in a shape that the JIT compiler vectorises.
 *
 * <p>A public method validates nothing in its inner loop: callers in {@code network} own the
 * shapes. This package imports only {@code function} and {@code natives}.
 */
package org.tributary.core.kernel;
