// Generated from FloatKernel.java by DoubleTwins: edit that file and run it again.
package org.tributary.core.kernel;

import java.util.Arrays;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Gemm;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;

/** Arithmetic on double arrays. */
final class DoubleKernel implements Kernel<double[]> {
  /** Added and taken off again, it leaves nothing of a number below half its last place. */
  private static final double ROUNDER = 1e-290;

  /** A factor that takes every normal number to 1 or more, or to -1 or less. */
  private static final double HUGE = 1e308;

  /** Rows and columns that are transposed together, so that both sides stay in the cache. */
  private static final int TILE = 32;

  private final Gemm<double[]> gemm;
  private final DoubleLosses losses = new DoubleLosses();
  private final DoubleMasks masks = new DoubleMasks();

  DoubleKernel(Gemm<double[]> gemm) {
    this.gemm = gemm;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public double[] allocate(int length) {
    return new double[length];
  }

  @Override
  public int length(double[] array) {
    return array.length;
  }

  @Override
  public double[] fromDoubles(double[] values) {
    double[] rounded = new double[values.length];
    round(values, rounded, 0, values.length);
    return rounded;
  }

  @Override
  public void round(double[] values, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = values[i];
    }
  }

  @Override
  public void round(double[] values, int from, double[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = values[from + i];
    }
  }

  @Override
  public double[] toDoubles(double[] values) {
    double[] widened = new double[values.length];
    widen(values, widened, 0, values.length);
    return widened;
  }

  @Override
  public void widen(double[] values, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = values[i];
    }
  }

  @Override
  public double get(double[] array, int at) {
    return array[at];
  }

  @Override
  public void set(double[] array, int at, double value) {
    array[at] = value;
  }

  @Override
  public void copy(double[] from, int fromAt, double[] to, int toAt, int length) {
    System.arraycopy(from, fromAt, to, toAt, length);
  }

  @Override
  public void fill(double[] array, int from, int to, double value) {
    Arrays.fill(array, from, to, value);
  }

  @Override
  public void multiply(Layout layout, Matrix<double[]> a, Matrix<double[]> b, Matrix<double[]> c) {
    layout.requireFit(a, b, c);
    gemm.multiply(layout, a, b, c);
  }

  @Override
  public void multiplyRow(
      double[] x, int terms, double[] weights, int from, int units, double[] sums, double[] z) {
    DoubleRow.multiply(x, terms, weights, from, units, sums, z);
  }

  @Override
  public boolean multipliesFasterUntransposed() {
    return gemm.fasterUntransposed();
  }

  @Override
  public void transpose(double[] from, int fromAt, int rows, int columns, double[] to, int toAt) {
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int i1 = Math.min(rows, i0 + TILE);
      for (int j0 = 0; j0 < columns; j0 += TILE) {
        int j1 = Math.min(columns, j0 + TILE);
        for (int j = j0; j < j1; j++) {
          for (int i = i0; i < i1; i++) {
            to[toAt + j * rows + i] = from[fromAt + i * columns + j];
          }
        }
      }
    }
  }

  @Override
  public void blend(double[] y, double beta, double[] x, double gamma, int from, int to) {
    double s = beta;
    double t = gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i];
    }
  }

  @Override
  public void average(double[] y, double beta, double[] x, double gamma, int from, int to) {
    double s = beta;
    double t = gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i] + ROUNDER - ROUNDER;
    }
  }

  @Override
  public void addScaled(double[] y, double[] x, double gamma, int from, int to) {
    double t = gamma;
    for (int i = from; i < to; i++) {
      y[i] += t * x[i];
    }
  }

  @Override
  public void blendSquares(double[] y, double beta, double[] x, double gamma, int from, int to) {
    double s = beta;
    double t = gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i] * x[i] + ROUNDER - ROUNDER;
    }
  }

  @Override
  public void divideByRoot(
      double[] y, double[] x, double s, double[] v, double t, double epsilon, int from, int to) {
    double p = s;
    double q = t;
    double e = epsilon;
    for (int i = from; i < to; i++) {
      y[i] = p * x[i] / (Math.sqrt(q * v[i]) + e);
    }
  }

  @Override
  public void divideMeanByRoot(
      double[] g,
      double[] m,
      double beta1,
      double[] v,
      double beta2,
      double s,
      double t,
      double epsilon,
      int from,
      int to) {
    double gamma1 = 1 - beta1;
    double gamma2 = 1 - beta2;
    double meanBeta = beta1;
    double meanGamma = gamma1;
    double squareBeta = beta2;
    double squareGamma = gamma2;
    double p = s;
    double q = t;
    double e = epsilon;
    for (int i = from; i < to; i++) {
      double x = g[i];
      double mean = meanBeta * m[i] + meanGamma * x + ROUNDER - ROUNDER;
      double square = squareBeta * v[i] + squareGamma * x * x + ROUNDER - ROUNDER;
      m[i] = mean;
      v[i] = square;
      g[i] = p * mean / (Math.sqrt(q * square) + e);
    }
  }

  @Override
  public double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Override
  public double squares(double[] x, int from, int to) {
    // Four sums side by side: one alone waits for each of its additions.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
    }
    for (; i < to; i++) {
      s0 += x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void addAbsoluteDerivative(double[] y, double[] x, double gamma, int from, int to) {
    double t = gamma;
    for (int i = from; i < to; i++) {
      // Branch-free, because the branch would be unpredictable: sign is -1, 0 or 1.
      double sign = Math.min(Math.max(x[i] * HUGE, -1), 1);
      double undone = (1 - Math.abs(sign)) * Math.min(Math.max(y[i], -t), t);
      y[i] += t * sign - undone;
    }
  }

  @Override
  public void shrink(double[] x, double distance, int from, int to) {
    double t = distance;
    for (int i = from; i < to; i++) {
      x[i] = shrunk(x[i], t);
    }
  }

  /** Returns x with its part in [-distance, distance] taken off; NaN stays NaN. */
  private static double shrunk(double x, double distance) {
    return x - Math.min(Math.max(x, -distance), distance);
  }

  @Override
  public void setLeadingOnes(double[] a, int rows, int units) {
    for (int r = 0; r < rows; r++) {
      a[r * (units + 1)] = 1;
    }
  }

  @Override
  public void activate(Activation g, double[] z, int length) {
    DoubleFunctions.activate(g, z, length);
  }

  @Override
  public void derivative(Activation g, double[] z, double[] derivative, int length) {
    DoubleFunctions.derivative(g, z, derivative, length);
  }

  @Override
  public void multiplyByDerivative(Activation g, double[] a, double[] delta, int length) {
    DoubleFunctions.multiplyByDerivative(g, a, delta, length);
  }

  @Override
  public void multiplyElements(double[] y, double[] x, int length) {
    for (int i = 0; i < length; i++) {
      y[i] *= x[i];
    }
  }

  @Override
  public void fillMask(double[] mask, long[] bits, int rows, int units, double kept) {
    masks.fill(mask, bits, rows, units, kept);
  }

  @Override
  public void multiplySparse(
      int[] rowPointers,
      int[] columns,
      double[] values,
      int rows,
      double[] weights,
      int units,
      double[] z) {
    DoubleSparse.multiply(rowPointers, columns, values, rows, weights, units, z);
  }

  @Override
  public void addOuterProducts(
      int[] rowPointers,
      int[] places,
      double[] values,
      int rows,
      double[] delta,
      int units,
      double[] sums) {
    DoubleSparse.addOuterProducts(rowPointers, places, values, rows, delta, units, sums);
  }

  @Override
  public void addScaledAt(double[] y, int yAt, double[] x, int xAt, double gamma, int length) {
    DoubleSparse.add(y, yAt, gamma, x, xAt, length);
  }

  @Override
  public double softmaxDelta(
      double[] z, int[] classes, double smoothing, double[] weights, int rows, int units) {
    return DoubleOutputs.softmaxDelta(z, classes, smoothing, weights, rows, units);
  }

  @Override
  public double delta(
      OutputLoss output,
      LossParameters parameters,
      double[] z,
      double[] targets,
      double smoothing,
      double[] weights,
      int rows,
      int units) {
    return losses.delta(output, parameters, z, targets, smoothing, weights, rows, units);
  }

  @Override
  public void outputs(
      OutputLoss output, LossParameters parameters, double[] z, int rows, int units) {
    DoubleOutputs.outputs(output, parameters, z, rows, units);
  }
}
