package org.tributary.core.kernel;

import java.util.Arrays;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;

/** Arithmetic on double arrays. */
final class DoubleKernel implements Kernel<double[]> {
  private final Gemm gemm;

  DoubleKernel(Gemm gemm) {
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
    return values.clone();
  }

  @Override
  public double[] toDoubles(double[] values) {
    return values.clone();
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
    gemm.multiply(layout, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
  }

  @Override
  public void blend(double[] y, double beta, double[] x, double gamma) {
    double s = beta;
    double t = gamma;
    for (int i = 0; i < y.length; i++) {
      y[i] = s * y[i] + t * x[i];
    }
  }

  @Override
  public void blendSquares(double[] y, double beta, double[] x, double gamma) {
    double s = beta;
    double t = gamma;
    for (int i = 0; i < y.length; i++) {
      y[i] = s * y[i] + t * x[i] * x[i];
    }
  }

  @Override
  public void divideByRoot(double[] y, double[] x, double s, double[] v, double t, double epsilon) {
    double p = s;
    double q = t;
    double e = epsilon;
    for (int i = 0; i < y.length; i++) {
      y[i] = p * x[i] / (Math.sqrt(q * v[i]) + e);
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
    if (g != Activation.GELU) {
      throw new IllegalArgumentException("Cannot derive " + g + " here: its value suffices");
    }
    for (int i = 0; i < length; i++) {
      derivative[i] = Activation.GELU.derivative(z[i]);
    }
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
  public double softmaxDelta(double[] z, int[] classes, double[] weights, int rows, int units) {
    double loss = 0;
    int width = units + 1;
    subtractMaxima(z, rows, units);
    for (int r = 0; r < rows; r++) {
      loss -= weights[r] * z[r * width + 1 + classes[r]];
    }
    exponentials(z, rows * width);
    for (int r = 0; r < rows; r++) {
      int at = r * width + 1;
      double sum = sum(z, at, units);
      loss += weights[r] * Math.log(sum);
      scale(z, at, units, weights[r] / sum);
      z[at + classes[r]] -= weights[r];
    }
    return loss;
  }

  @Override
  public double delta(
      OutputLoss output, double[] z, double[] targets, double[] weights, int rows, int units) {
    double loss = 0;
    double[] logits = new double[units];
    double[] y = new double[units];
    double[] d = new double[units];
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      for (int j = 0; j < units; j++) {
        logits[j] = z[at + j];
        y[j] = targets[r * units + j];
      }
      loss += weights[r] * output.loss(logits, y);
      output.delta(logits, y, d);
      for (int j = 0; j < units; j++) {
        z[at + j] = (weights[r] * d[j]);
      }
    }
    return loss;
  }

  @Override
  public void outputs(OutputLoss output, double[] z, int rows, int units) {
    switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> softmax(z, rows, units);
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          DoubleFunctions.activate(Activation.SIGMOID, z, rows * (units + 1));
      case IDENTITY_SQUARED_ERROR -> {}
    }
  }

  private static void softmax(double[] z, int rows, int units) {
    subtractMaxima(z, rows, units);
    exponentials(z, rows * (units + 1));
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      scale(z, at, units, 1 / sum(z, at, units));
    }
  }

  /** Subtracts from each row its largest element, so that no exponential overflows. */
  private static void subtractMaxima(double[] z, int rows, int units) {
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      double max = z[at];
      for (int j = at + 1; j < at + units; j++) {
        max = Math.max(max, z[j]);
      }
      for (int j = at; j < at + units; j++) {
        z[j] -= max;
      }
    }
  }

  private static void exponentials(double[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.exp(z[i]);
    }
  }

  private static double sum(double[] z, int at, int length) {
    double sum = 0;
    for (int j = at; j < at + length; j++) {
      sum += z[j];
    }
    return sum;
  }

  private static void scale(double[] z, int at, int length, double factor) {
    for (int j = at; j < at + length; j++) {
      z[j] *= factor;
    }
  }
}
