package org.tributary.core.kernel;

import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;

/**
 * Outputs, losses and their derivatives in float64, by the functions of {@link Math}.
 *
 * <p>Dense targets go through {@link OutputLoss} a row at a time: float64 is for checks, where
 * being plainly right comes before speed. Holds scratch memory: one instance a thread.
 */
final class DoubleOutputs {
  // One row each; grown to the widest output layer seen.
  private double[] logits = {};
  private double[] truth = {};
  private double[] derivative = {};

  /** See {@link Kernel#softmaxDelta}. */
  static double softmaxDelta(
      double[] z, int[] classes, double smoothing, double[] weights, int rows, int units) {
    double loss = 0;
    int width = units + 1;
    double certain = 1 - smoothing;
    double even = smoothing / units;
    subtractMaxima(z, rows, units);
    for (int r = 0; r < rows; r++) {
      int at = r * width + 1;
      double others = smoothing == 0 ? 0 : even * sum(z, at, units);
      loss -= weights[r] * (certain * z[at + classes[r]] + others);
    }
    exponentials(z, rows * width);
    for (int r = 0; r < rows; r++) {
      int at = r * width + 1;
      double sum = sum(z, at, units);
      loss += weights[r] * StrictMath.log(sum);
      scale(z, at, units, weights[r] / sum);
      z[at + classes[r]] -= weights[r] * certain;
      if (smoothing > 0) {
        add(z, at, units, -weights[r] * even);
      }
    }
    return loss;
  }

  /** See {@link Kernel#delta}. */
  double delta(
      OutputLoss output,
      double[] z,
      double[] targets,
      double smoothing,
      double[] weights,
      int rows,
      int units) {
    // OutputLoss reads the number of outputs off its arrays, so they are exactly as long.
    if (logits.length != units) {
      logits = new double[units];
      truth = new double[units];
      derivative = new double[units];
    }
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      System.arraycopy(z, at, logits, 0, units);
      System.arraycopy(targets, r * units, truth, 0, units);
      if (smoothing > 0) {
        for (int j = 0; j < units; j++) {
          truth[j] = output.smoothed(truth[j], smoothing, units);
        }
      }
      loss += weights[r] * output.loss(logits, truth);
      output.delta(logits, truth, derivative);
      for (int j = 0; j < units; j++) {
        z[at + j] = weights[r] * derivative[j];
      }
    }
    return loss;
  }

  /** See {@link Kernel#outputs}. */
  static void outputs(OutputLoss output, double[] z, int rows, int units) {
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
      z[i] = StrictMath.exp(z[i]);
    }
  }

  private static double sum(double[] z, int at, int length) {
    double sum = 0;
    for (int j = at; j < at + length; j++) {
      sum += z[j];
    }
    return sum;
  }

  private static void add(double[] z, int at, int length, double term) {
    for (int j = at; j < at + length; j++) {
      z[j] += term;
    }
  }

  private static void scale(double[] z, int at, int length, double factor) {
    for (int j = at; j < at + length; j++) {
      z[j] *= factor;
    }
  }
}
