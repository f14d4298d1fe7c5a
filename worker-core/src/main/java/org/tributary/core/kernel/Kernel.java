package org.tributary.core.kernel;

import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Blas;
import org.tributary.core.gemm.Gemm;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;

/**
 * Arithmetic on arrays of one precision, so that network code is written once.
 *
 * <p>A call works on a whole array; nothing is dispatched an element at a time and nothing is
 * allocated but by {@link #allocate} and the conversions. An instance may hold scratch memory: use
 * one a thread. Layout of samples and activations: see the package.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Kernel<A> permits FloatKernel, DoubleKernel {

  /** Returns a new float32 kernel for the use of one thread. */
  static Kernel<float[]> float32() {
    return new FloatKernel(Blas.float32());
  }

  /** Returns a new float64 kernel for the use of one thread. */
  static Kernel<double[]> float64() {
    return new DoubleKernel(Blas.float64());
  }

  /** Returns a new float32 kernel for the use of one thread, whose products are plain Java. */
  static Kernel<float[]> plainFloat32() {
    return new FloatKernel(Gemm.plainFloat32());
  }

  /** Returns a new float64 kernel for the use of one thread, whose products are plain Java. */
  static Kernel<double[]> plainFloat64() {
    return new DoubleKernel(Gemm.plainFloat64());
  }

  /** Returns the precision of this kernel's arrays. */
  Precision precision();

  // ---- arrays

  /** Returns a new array of zeros. */
  A allocate(int length);

  /** Returns the number of elements. */
  int length(A array);

  /** Returns a new array with the values rounded to this precision. */
  A fromDoubles(double[] values);

  /**
   * Writes the values {@code from} to before {@code end}, rounded to this precision, to an array.
   */
  void round(double[] values, A to, int from, int end);

  /** Writes {@code count} values from {@code from} on, rounded, to an array from {@code at} on. */
  void round(double[] values, int from, A to, int at, int count);

  /** Returns a new array of doubles. */
  double[] toDoubles(A values);

  /** Writes the values {@code from} to before {@code end} to an array of doubles. */
  void widen(A values, double[] to, int from, int end);

  /** Returns one element; for the edges of the program, not for loops over samples. */
  double get(A array, int at);

  /** Sets one element; for the edges of the program, not for loops over samples. */
  void set(A array, int at, double value);

  /** Copies {@code length} elements. */
  void copy(A from, int fromAt, A to, int toAt, int length);

  /** Sets the elements from {@code from} to before {@code to}. */
  void fill(A array, int from, int to, double value);

  // ---- matrices and vectors

  /**
   * Computes C = op(A) op(B), where op(A) is m x k, op(B) is k x n and C is m x n.
   *
   * @param layout which factors are transposed
   * @param c overwritten; shares no element with the others
   * @throws IllegalArgumentException if the shapes do not fit
   */
  void multiply(Layout layout, Matrix<A> a, Matrix<A> b, Matrix<A> c);

  /**
   * Computes z = x W for one row, in plain Java: the same bits on every machine, whatever the BLAS.
   *
   * @param x the row, led by 1: {@code terms} numbers
   * @param weights W from {@code from} on, {@code terms} x {@code units}, row-major
   * @param sums scratch memory of {@code units} numbers
   * @param z an augmented row of {@code units} units; overwritten but for its first number
   */
  void multiplyRow(A x, int terms, A weights, int from, int units, A sums, A z);

  /**
   * Tells whether C = A B takes so much less time than C = A B^T that to transpose B is worth it
   * for some products with the same B.
   */
  boolean multipliesFasterUntransposed();

  /** Copies the transpose of a row-major matrix of {@code rows} x {@code columns}. */
  void transpose(A from, int fromAt, int rows, int columns, A to, int toAt);

  /** Computes y = beta y + gamma x over the whole arrays. */
  default void blend(A y, double beta, A x, double gamma) {
    blend(y, beta, x, gamma, 0, length(y));
  }

  /** Computes y = beta y + gamma x over the elements from {@code from} to before {@code to}. */
  void blend(A y, double beta, A x, double gamma, int from, int to);

  /** Computes y = y + gamma x over the elements from {@code from} to before {@code to}. */
  void addScaled(A y, A x, double gamma, int from, int to);

  /**
   * Computes the moving mean y = beta y + gamma x over the elements from {@code from} to before
   * {@code to}.
   *
   * <p>What is left below a negligible size, 4.7e-38 in float32 and 7e-307 in float64, becomes 0. A
   * mean of gradients that stay 0, those of a unit that went dead, would else decay into denormal
   * numbers and stay there, and arithmetic on those takes ten times as long.
   */
  void average(A y, double beta, A x, double gamma, int from, int to);

  /**
   * Computes the moving mean y = beta y + gamma x.^2 over the elements from {@code from} to before
   * {@code to}; what is negligible becomes 0, as in {@link #average}.
   */
  void blendSquares(A y, double beta, A x, double gamma, int from, int to);

  /**
   * Computes y = s x ./ (sqrt(t v) + epsilon) over the elements from {@code from} to before {@code
   * to}; y may be x.
   */
  void divideByRoot(A y, A x, double s, A v, double t, double epsilon, int from, int to);

  /**
   * Computes {@code average(m, beta1, g, 1 - beta1)}, {@code blendSquares(v, beta2, g, 1 - beta2)}
   * and {@code divideByRoot(g, m, s, v, t, epsilon)} over the elements from {@code from} to before
   * {@code to}, by the same operations, in one pass over the arrays.
   */
  void divideMeanByRoot(
      A g,
      A m,
      double beta1,
      A v,
      double beta2,
      double s,
      double t,
      double epsilon,
      int from,
      int to);

  /** Returns sum of x_i y_i, summed in double precision and in a fixed order. */
  double dot(A x, A y);

  /**
   * Returns the sum of x_i^2 over the elements from {@code from} to before {@code to}, in double
   * precision and in an order that their number alone decides.
   */
  double squares(A x, int from, int to);

  /**
   * Adds to y, from {@code from} to before {@code to}, the derivative of gamma |x|: gamma sign(x),
   * and where x = 0 the number in [-gamma, gamma] that brings y nearest to 0.
   */
  void addAbsoluteDerivative(A y, A x, double gamma, int from, int to);

  /**
   * Moves the elements from {@code from} to before {@code to} towards 0 by {@code distance}, and
   * those not farther away to 0: x = sign(x) max(|x| - distance, 0).
   */
  void shrink(A x, double distance, int from, int to);

  // ---- layers

  /** Sets the leading 1 of each of {@code rows} augmented rows of {@code units} units. */
  void setLeadingOnes(A a, int rows, int units);

  /** Overwrites the first {@code length} elements z with g(z). */
  void activate(Activation g, A z, int length);

  /** Writes g'(z) of the first {@code length} elements, for a g that needs z for it. */
  void derivative(Activation g, A z, A derivative, int length);

  /**
   * Multiplies delta by g'(z), computed from a = g(z).
   *
   * @throws IllegalArgumentException if g' does not follow from the value
   */
  void multiplyByDerivative(Activation g, A a, A delta, int length);

  /** Computes y = y .* x over the first {@code length} elements. */
  void multiplyElements(A y, A x, int length);

  /**
   * Fills a mask, augmented rows led by 1: 0 for a unit whose bit is set, else {@code kept}.
   *
   * @param mask overwritten
   * @param bits a bit a unit, from the lowest of a number on; each row begins with a number of its
   *     own
   */
  void fillMask(A mask, long[] bits, int rows, int units, double kept);

  // ---- sparse rows

  /**
   * Computes z = b + x W for compressed sparse rows x, in the order of their numbers.
   *
   * @param rowPointers where each row begins in the next two arrays, and where the last one ends
   * @param columns the feature of each number, from 0
   * @param values the numbers
   * @param weights b, of {@code units} numbers, and after it the row of W for each feature
   * @param z augmented rows of {@code units} units; overwritten but for the first of each row
   */
  void multiplySparse(
      int[] rowPointers, int[] columns, A values, int rows, A weights, int units, A z);

  /**
   * Adds x delta^T for compressed sparse rows x: to the row of sums of each number, the number
   * times the row of delta, in the order of rows.
   *
   * @param places the row of {@code sums} for each number
   * @param delta augmented rows of {@code units} units
   * @param sums rows of {@code units} numbers; added to
   */
  void addOuterProducts(
      int[] rowPointers, int[] places, A values, int rows, A delta, int units, A sums);

  /** Computes y = y + gamma x over {@code length} elements, each from a place of its own. */
  void addScaledAt(A y, int yAt, A x, int xAt, double gamma, int length);

  // ---- output and loss

  /**
   * Returns sum_i w_i Loss_i of softmax and cross-entropy, and turns logits into w_i delta_i.
   *
   * @param z augmented rows of logits; overwritten
   * @param classes the class of each row, in 0 .. units - 1
   * @param smoothing how far targets are mixed with 1/K, see {@link OutputLoss#smoothed}
   * @param weights the weight of each row
   */
  double softmaxDelta(A z, int[] classes, double smoothing, A weights, int rows, int units);

  /**
   * Returns sum_i w_i Loss_i, and turns logits into w_i delta_i.
   *
   * @param output any pair, with dense targets
   * @param parameters of the kind that the pair takes
   * @param z augmented rows of logits; overwritten
   * @param targets rows x units numbers, without leading ones; or a number for each {@link
   *     LossParameters#outputsPerTarget} units
   * @param smoothing how far targets are mixed with the even chance, see {@link
   *     OutputLoss#smoothed}; 0 for a pair that does not take it
   * @param weights the weight of each row
   */
  double delta(
      OutputLoss output,
      LossParameters parameters,
      A z,
      A targets,
      double smoothing,
      A weights,
      int rows,
      int units);

  /** Turns augmented rows of logits into the network's outputs. */
  void outputs(OutputLoss output, LossParameters parameters, A z, int rows, int units);
}
