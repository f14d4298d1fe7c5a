package org.tributary.core.kernel;

import java.util.Arrays;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Gemm;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;

/** Arithmetic on float arrays. */
final class FloatKernel implements Kernel<float[]> {
  /** Added and taken off again, it leaves nothing of a number below half its last place. */
  private static final float ROUNDER = 1e-30f;

  /** A factor that takes every normal number to 1 or more, or to -1 or less. */
  private static final float HUGE = 1e38f;

  /** Rows and columns that are transposed together, so that both sides stay in the cache. */
  private static final int TILE = 32;

  private final Gemm<float[]> gemm;
  private final FloatLosses losses = new FloatLosses();
  private final FloatMasks masks = new FloatMasks();

  FloatKernel(Gemm<float[]> gemm) {
    this.gemm = gemm;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public float[] allocate(int length) {
    return new float[length];
  }

  @Override
  public int length(float[] array) {
    return array.length;
  }

  @Override
  public float[] fromDoubles(double[] values) {
    float[] rounded = new float[values.length];
    round(values, rounded, 0, values.length);
    return rounded;
  }

  @Override
  public void round(double[] values, float[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = (float) values[i];
    }
  }

  @Override
  public void round(double[] values, int from, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = (float) values[from + i];
    }
  }

  @Override
  public double[] toDoubles(float[] values) {
    double[] widened = new double[values.length];
    widen(values, widened, 0, values.length);
    return widened;
  }

  @Override
  public void widen(float[] values, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = values[i];
    }
  }

  @Override
  public double get(float[] array, int at) {
    return array[at];
  }

  @Override
  public void set(float[] array, int at, double value) {
    array[at] = (float) value;
  }

  @Override
  public void copy(float[] from, int fromAt, float[] to, int toAt, int length) {
    System.arraycopy(from, fromAt, to, toAt, length);
  }

  @Override
  public void fill(float[] array, int from, int to, double value) {
    Arrays.fill(array, from, to, (float) value);
  }

  @Override
  public void multiply(Layout layout, Matrix<float[]> a, Matrix<float[]> b, Matrix<float[]> c) {
    layout.requireFit(a, b, c);
    gemm.multiply(layout, a, b, c);
  }

  @Override
  public void multiplyRow(
      float[] x, int terms, float[] weights, int from, int units, float[] sums, float[] z) {
    FloatRow.multiply(x, terms, weights, from, units, sums, z);
  }

  @Override
  public boolean multipliesFasterUntransposed() {
    return gemm.fasterUntransposed();
  }

  @Override
  public void transpose(float[] from, int fromAt, int rows, int columns, float[] to, int toAt) {
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
  public void blend(float[] y, double beta, float[] x, double gamma, int from, int to) {
    float s = (float) beta;
    float t = (float) gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i];
    }
  }

  @Override
  public void average(float[] y, double beta, float[] x, double gamma, int from, int to) {
    float s = (float) beta;
    float t = (float) gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i] + ROUNDER - ROUNDER;
    }
  }

  @Override
  public void addScaled(float[] y, float[] x, double gamma, int from, int to) {
    float t = (float) gamma;
    for (int i = from; i < to; i++) {
      y[i] += t * x[i];
    }
  }

  @Override
  public void blendSquares(float[] y, double beta, float[] x, double gamma, int from, int to) {
    float s = (float) beta;
    float t = (float) gamma;
    for (int i = from; i < to; i++) {
      y[i] = s * y[i] + t * x[i] * x[i] + ROUNDER - ROUNDER;
    }
  }

  @Override
  public void divideByRoot(
      float[] y, float[] x, double s, float[] v, double t, double epsilon, int from, int to) {
    float p = (float) s;
    float q = (float) t;
    float e = (float) epsilon;
    for (int i = from; i < to; i++) {
      y[i] = p * x[i] / ((float) Math.sqrt(q * v[i]) + e);
    }
  }

  @Override
  public void divideMeanByRoot(
      float[] g,
      float[] m,
      double beta1,
      float[] v,
      double beta2,
      double s,
      double t,
      double epsilon,
      int from,
      int to) {
    double gamma1 = 1 - beta1;
    double gamma2 = 1 - beta2;
    float meanBeta = (float) beta1;
    float meanGamma = (float) gamma1;
    float squareBeta = (float) beta2;
    float squareGamma = (float) gamma2;
    float p = (float) s;
    float q = (float) t;
    float e = (float) epsilon;
    for (int i = from; i < to; i++) {
      float x = g[i];
      float mean = meanBeta * m[i] + meanGamma * x + ROUNDER - ROUNDER;
      float square = squareBeta * v[i] + squareGamma * x * x + ROUNDER - ROUNDER;
      m[i] = mean;
      v[i] = square;
      g[i] = p * mean / ((float) Math.sqrt(q * square) + e);
    }
  }

  @Override
  public double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  @Override
  public double squares(float[] x, int from, int to) {
    // Four sums side by side: one alone waits for each of its additions.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s0 += (double) x[i] * x[i];
      s1 += (double) x[i + 1] * x[i + 1];
      s2 += (double) x[i + 2] * x[i + 2];
      s3 += (double) x[i + 3] * x[i + 3];
    }
    for (; i < to; i++) {
      s0 += (double) x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void addAbsoluteDerivative(float[] y, float[] x, double gamma, int from, int to) {
    float t = (float) gamma;
    for (int i = from; i < to; i++) {
      // Branch-free, because the branch would be unpredictable: sign is -1, 0 or 1.
      float sign = Math.min(Math.max(x[i] * HUGE, -1), 1);
      float undone = (1 - Math.abs(sign)) * Math.min(Math.max(y[i], -t), t);
      y[i] += t * sign - undone;
    }
  }

  @Override
  public void shrink(float[] x, double distance, int from, int to) {
    float t = (float) distance;
    for (int i = from; i < to; i++) {
      x[i] = shrunk(x[i], t);
    }
  }

  /** Returns x with its part in [-distance, distance] taken off; NaN stays NaN. */
  private static float shrunk(float x, float distance) {
    return x - Math.min(Math.max(x, -distance), distance);
  }

  @Override
  public void setLeadingOnes(float[] a, int rows, int units) {
    for (int r = 0; r < rows; r++) {
      a[r * (units + 1)] = 1;
    }
  }

  @Override
  public void activate(Activation g, float[] z, int length) {
    FloatFunctions.activate(g, z, length);
  }

  @Override
  public void derivative(Activation g, float[] z, float[] derivative, int length) {
    FloatFunctions.derivative(g, z, derivative, length);
  }

  @Override
  public void multiplyByDerivative(Activation g, float[] a, float[] delta, int length) {
    FloatFunctions.multiplyByDerivative(g, a, delta, length);
  }

  @Override
  public void multiplyElements(float[] y, float[] x, int length) {
    for (int i = 0; i < length; i++) {
      y[i] *= x[i];
    }
  }

  @Override
  public void fillMask(float[] mask, long[] bits, int rows, int units, double kept) {
    masks.fill(mask, bits, rows, units, (float) kept);
  }

  @Override
  public void multiplySparse(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int rows,
      float[] weights,
      int units,
      float[] z) {
    FloatSparse.multiply(rowPointers, columns, values, rows, weights, units, z);
  }

  @Override
  public void addOuterProducts(
      int[] rowPointers,
      int[] places,
      float[] values,
      int rows,
      float[] delta,
      int units,
      float[] sums) {
    FloatSparse.addOuterProducts(rowPointers, places, values, rows, delta, units, sums);
  }

  @Override
  public void addScaledAt(float[] y, int yAt, float[] x, int xAt, double gamma, int length) {
    FloatSparse.add(y, yAt, (float) gamma, x, xAt, length);
  }

  @Override
  public double softmaxDelta(
      float[] z, int[] classes, double smoothing, float[] weights, int rows, int units) {
    return FloatOutputs.softmaxDelta(z, classes, smoothing, weights, rows, units);
  }

  @Override
  public double delta(
      OutputLoss output,
      LossParameters parameters,
      float[] z,
      float[] targets,
      double smoothing,
      float[] weights,
      int rows,
      int units) {
    return losses.delta(output, parameters, z, targets, smoothing, weights, rows, units);
  }

  @Override
  public void outputs(
      OutputLoss output, LossParameters parameters, float[] z, int rows, int units) {
    FloatOutputs.outputs(output, parameters, z, rows, units);
  }
}
