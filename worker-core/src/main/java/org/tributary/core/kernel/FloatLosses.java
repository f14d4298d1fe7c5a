package org.tributary.core.kernel;

import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;

/**
 * Losses of dense targets and their derivatives in float32, as loops over whole arrays.
 *
 * <p>Losses are computed an element in float, from the logits, and summed in double: over the
 * outputs of a row, then over the rows, each in their order. Holds scratch memory: one instance a
 * thread.
 */
final class FloatLosses {
  /** How many numbers are worked on at once, so that they stay in the first-level cache. */
  private static final int TILE = 1024;

  // A tile of rows without leading ones; grown to the widest output layer seen.
  private float[] deltas = {};
  private float[] losses = {};
  private float[] smoothed = {};

  /** See {@link Kernel#delta}. */
  double delta(
      OutputLoss output,
      float[] z,
      float[] targets,
      double smoothing,
      float[] weights,
      int rows,
      int units) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> denseSoftmaxDelta(z, targets, smoothing, weights, rows, units);
      case SIGMOID_CROSS_ENTROPY, IDENTITY_SQUARED_ERROR, SIGMOID_SQUARED_ERROR ->
          elementwiseDelta(output, z, targets, smoothing, weights, rows, units);
    };
  }

  /** Loss = sum_k y_k (ln sum_j e^z_j - z_k) and delta = h - y, for a distribution y a row. */
  private static double denseSoftmaxDelta(
      float[] z, float[] targets, double smoothing, float[] weights, int rows, int units) {
    double loss = 0;
    int width = units + 1;
    float certain = (float) (1 - smoothing);
    float even = (float) (smoothing / units);
    FloatOutputs.subtractMaxima(z, rows, units);
    for (int r = 0; r < rows; r++) {
      double product = 0;
      for (int j = 0; j < units; j++) {
        float y = certain * targets[r * units + j] + even;
        product += (double) y * z[r * width + 1 + j];
      }
      loss -= weights[r] * product;
    }
    FloatFunctions.exp(z, 0, rows * width);
    for (int r = 0; r < rows; r++) {
      int at = r * width + 1;
      float sum = FloatOutputs.exponentialSum(z, at, units);
      double total = certain * FloatOutputs.sum(targets, r * units, units) + units * even;
      loss += weights[r] * total * StrictMath.log(sum);
      FloatOutputs.scale(z, at, units, weights[r] / sum);
      for (int j = 0; j < units; j++) {
        z[at + j] -= weights[r] * (certain * targets[r * units + j] + even);
      }
    }
    return loss;
  }

  /** The pairs whose loss is a sum of one term an output: tiles of rows, copied out and back. */
  private double elementwiseDelta(
      OutputLoss output,
      float[] z,
      float[] targets,
      double smoothing,
      float[] weights,
      int rows,
      int units) {
    int step = Math.max(1, TILE / units);
    if (deltas.length < step * units) {
      deltas = new float[step * units];
      losses = new float[step * units];
      smoothed = new float[step * units];
    }
    double loss = 0;
    for (int from = 0; from < rows; from += step) {
      int to = Math.min(from + step, rows);
      int n = (to - from) * units;
      gather(z, from, to, units);
      if (smoothing == 0) {
        differentiate(output, targets, from * units, n);
      } else {
        smooth(output, targets, from * units, n, smoothing, units);
        differentiate(output, smoothed, 0, n);
      }
      loss += scatter(z, weights, from, to, units);
    }
    return loss;
  }

  private void smooth(
      OutputLoss output, float[] targets, int at, int n, double smoothing, int units) {
    float[] y = smoothed;
    float certain = (float) (1 - smoothing);
    float even = (float) output.smoothed(0, smoothing, units);
    for (int i = 0; i < n; i++) {
      y[i] = certain * targets[at + i] + even;
    }
  }

  private void gather(float[] z, int from, int to, int units) {
    float[] d = deltas;
    for (int r = from; r < to; r++) {
      int at = r * (units + 1) + 1;
      int tile = (r - from) * units;
      for (int j = 0; j < units; j++) {
        d[tile + j] = z[at + j];
      }
    }
  }

  /** Turns the tile's logits into deltas and fills in their losses. */
  private void differentiate(OutputLoss output, float[] y, int at, int n) {
    float[] d = deltas;
    float[] e = losses;
    switch (output) {
      case SIGMOID_CROSS_ENTROPY -> {
        FloatFunctions.logisticLoss(d, y, at, e, n);
        FloatFunctions.activate(Activation.SIGMOID, d, n);
        for (int i = 0; i < n; i++) {
          d[i] -= y[at + i];
        }
      }
      case IDENTITY_SQUARED_ERROR -> {
        for (int i = 0; i < n; i++) {
          d[i] -= y[at + i];
        }
        halfSquares(d, e, n);
      }
      case SIGMOID_SQUARED_ERROR -> {
        FloatFunctions.activate(Activation.SIGMOID, d, n);
        for (int i = 0; i < n; i++) {
          e[i] = d[i] - y[at + i];
        }
        for (int i = 0; i < n; i++) {
          d[i] = e[i] * d[i] * (1f - d[i]);
        }
        halfSquares(e, e, n);
      }
      case SOFTMAX_CROSS_ENTROPY -> throw new AssertionError(output + " couples its outputs");
    }
  }

  private static void halfSquares(float[] d, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      e[i] = 0.5f * d[i] * d[i];
    }
  }

  /** Returns the tile's weighted losses and writes its weighted deltas. */
  private double scatter(float[] z, float[] weights, int from, int to, int units) {
    double loss = 0;
    float[] d = deltas;
    for (int r = from; r < to; r++) {
      float weight = weights[r];
      int at = r * (units + 1) + 1;
      int tile = (r - from) * units;
      for (int j = 0; j < units; j++) {
        z[at + j] = weight * d[tile + j];
      }
      loss += weight * FloatOutputs.sum(losses, tile, units);
    }
    return loss;
  }
}
