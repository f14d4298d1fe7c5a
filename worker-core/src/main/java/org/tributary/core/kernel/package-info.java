/**
 * Arithmetic on whole arrays, in float32 and float64, behind one interface: {@link
 * org.tributary.core.kernel.Kernel}.
 *
 * <p>Dense samples and activations are stored as <em>augmented rows</em>: a layer of s units takes
 * s + 1 numbers a row, of which the first is the constant 1 that the bias is multiplied by. Row r
 * of unit j (counted from 0) is at {@code r * (s + 1) + 1 + j}. Matrices are row-major throughout.
 *
 * <p>Matrix products go to {@link org.tributary.core.gemm.Gemm}. Element-wise loops are plain Java
 * in a shape that the JIT compiler vectorises.
 *
 * <p>{@code DoubleKernel}, {@code DoubleOutputs}, {@code DoubleMasks} and {@code DoubleSparse}
 * differ from their float32 twins in the type alone. They are generated: edit the twin and run
 * {@code DoubleTwins}, which is among the tests. What differs on purpose is written by hand:
 *
 * <ul>
 *   <li>{@code FloatFunctions} are polynomials that the JIT compiler vectorises, with tested errors
 *       of about 1e-7, which would be too large in float64; {@code DoubleFunctions} call {@link
 *       java.lang.StrictMath}, whose bits are the same on every machine.
 *   <li>{@code FloatLosses} work on tiles of many rows, for speed; {@code DoubleLosses} ask {@link
 *       org.tributary.core.function.OutputLoss} row by row, so that a gradient check compares with
 *       the definition of the loss.
 * </ul>
 *
 * <p>A public method validates nothing in its inner loop: callers in {@code network} own the
 * shapes. This package imports only {@code function} and {@code gemm}.
 */
package org.tributary.core.kernel;
