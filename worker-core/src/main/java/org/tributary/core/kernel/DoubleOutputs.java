// Generated from FloatOutputs.java by DoubleTwins: edit that file and run it again.
package org.tributary.core.kernel;

import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;

/**
 * Outputs in float64, and the softmax loss of class indices, as loops over whole arrays.
 *
 * <p>Losses are computed from the logits and summed in double precision, over the outputs of a row
 * and then over the rows, each in their order.
 */
final class DoubleOutputs {
  private DoubleOutputs() {}

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
    DoubleFunctions.exp(z, 0, rows * width);
    for (int r = 0; r < rows; r++) {
      int at = r * width + 1;
      double sum = exponentialSum(z, at, units);
      loss += weights[r] * StrictMath.log(sum);
      scale(z, at, units, weights[r] / sum);
      z[at + classes[r]] -= weights[r] * certain;
      if (smoothing > 0) {
        add(z, at, units, -weights[r] * even);
      }
    }
    return loss;
  }

  /** See {@link Kernel#outputs}. */
  static void outputs(
      OutputLoss output, LossParameters parameters, double[] z, int rows, int units) {
    switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> softmax(z, rows, units);
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          DoubleFunctions.activate(Activation.SIGMOID, z, rows * (units + 1));
      case EXPONENTIAL_POISSON -> exponential(z, rows * (units + 1));
      case QUANTILES_PINBALL -> increasing(z, rows, units, parameters.outputsPerTarget());
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER -> {}
    }
  }

  /** By the library, not by the loops of DoubleFunctions: there are few outputs, and no error. */
  private static void exponential(double[] z, int length) {
    double most = OutputLoss.MOST_LOG;
    for (int i = 0; i < length; i++) {
      z[i] = StrictMath.exp(Math.min(z[i], most));
    }
  }

  /** The first of each {@code group} outputs is its logit; each other adds a softplus. */
  private static void increasing(double[] z, int rows, int units, int group) {
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      for (int j = 0; j < units; j++) {
        if (j % group > 0) {
          z[at + j] = z[at + j - 1] + DoubleFunctions.softplus(z[at + j]);
        }
      }
    }
  }

  private static void softmax(double[] z, int rows, int units) {
    subtractMaxima(z, rows, units);
    DoubleFunctions.exp(z, 0, rows * (units + 1));
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      scale(z, at, units, 1 / exponentialSum(z, at, units));
    }
  }

  /** Subtracts from each row its largest element, so that no exponential overflows. */
  static void subtractMaxima(double[] z, int rows, int units) {
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

  /** Returns the sum of a row of exponentials, in double like the exponentials themselves. */
  static double exponentialSum(double[] z, int at, int length) {
    double sum = 0;
    for (int j = at; j < at + length; j++) {
      sum += z[j];
    }
    return sum;
  }

  static double sum(double[] z, int at, int length) {
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

  static void scale(double[] z, int at, int length, double factor) {
    for (int j = at; j < at + length; j++) {
      z[j] *= factor;
    }
  }
}
