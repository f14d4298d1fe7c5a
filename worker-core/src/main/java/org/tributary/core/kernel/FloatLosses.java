package org.tributary.core.kernel;

import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
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

  // Levels of quantiles.
  private float[] levels = {};

  /** See {@link Kernel#delta}. */
  double delta(
      OutputLoss output,
      LossParameters parameters,
      float[] z,
      float[] targets,
      double smoothing,
      float[] weights,
      int rows,
      int units) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> denseSoftmaxDelta(z, targets, smoothing, weights, rows, units);
      case QUANTILES_PINBALL ->
          quantilesDelta((LossParameters.Quantiles) parameters, z, targets, weights, rows, units);
      case SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON ->
          elementwiseDelta(output, parameters, z, targets, smoothing, weights, rows, units);
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

  /** Pinball losses of increasing outputs, see {@link OutputLoss#QUANTILES_PINBALL}. */
  private double quantilesDelta(
      LossParameters.Quantiles quantiles,
      float[] z,
      float[] targets,
      float[] weights,
      int rows,
      int units) {
    int q = quantiles.levels().size();
    if (levels.length != q) {
      levels = new float[q];
    }
    for (int k = 0; k < q; k++) {
      levels[k] = quantiles.levels().get(k).floatValue();
    }
    if (deltas.length < q) {
      deltas = new float[q];
    }
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      double ofRow = 0;
      for (int first = 0; first < units; first += q) {
        int at = r * (units + 1) + 1 + first;
        ofRow += quantilesDelta(z, at, targets[(r * units + first) / q], weights[r]);
      }
      loss += weights[r] * ofRow;
    }
    return loss;
  }

  /** Returns the loss of one target, and turns its logits into deltas times the weight. */
  private double quantilesDelta(float[] z, int at, float y, float weight) {
    float[] e = deltas;
    int q = levels.length;
    double loss = 0;
    float h = z[at];
    for (int k = 0; k < q; k++) {
      h += k == 0 ? 0f : FloatFunctions.softplus(z[at + k]);
      float missing = y - h;
      loss += Math.max(levels[k] * missing, (levels[k] - 1f) * missing);
      float side = Math.signum(missing);
      e[k] = side == 0f ? 0f : 0.5f * (1f - side) - levels[k];
    }
    float sum = 0;
    for (int k = q - 1; k >= 0; k--) {
      sum += e[k];
      z[at + k] = weight * sum * (k == 0 ? 1f : FloatFunctions.sigmoid(z[at + k]));
    }
    return loss;
  }

  /** The pairs whose loss is a sum of one term an output: tiles of rows, copied out and back. */
  private double elementwiseDelta(
      OutputLoss output,
      LossParameters parameters,
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
        differentiate(output, parameters, targets, from * units, n);
      } else {
        smooth(output, targets, from * units, n, smoothing, units);
        differentiate(output, parameters, smoothed, 0, n);
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
  private void differentiate(
      OutputLoss output, LossParameters parameters, float[] y, int at, int n) {
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
      case IDENTITY_ABSOLUTE_ERROR -> {
        for (int i = 0; i < n; i++) {
          d[i] -= y[at + i];
        }
        for (int i = 0; i < n; i++) {
          e[i] = Math.abs(d[i]);
        }
        for (int i = 0; i < n; i++) {
          d[i] = Math.signum(d[i]);
        }
      }
      case IDENTITY_HUBER -> {
        float most = (float) ((LossParameters.Huber) parameters).delta();
        for (int i = 0; i < n; i++) {
          e[i] = d[i] - y[at + i];
        }
        for (int i = 0; i < n; i++) {
          d[i] = Math.max(-most, Math.min(most, e[i]));
        }
        for (int i = 0; i < n; i++) {
          e[i] = d[i] * (e[i] - 0.5f * d[i]);
        }
      }
      case EXPONENTIAL_POISSON -> poisson(d, y, at, e, n);
      case SOFTMAX_CROSS_ENTROPY, QUANTILES_PINBALL ->
          throw new AssertionError(output + " couples its outputs");
    }
  }

  /** By the library, not by the loops of FloatFunctions: there are few outputs, and no error. */
  private static void poisson(float[] d, float[] y, int at, float[] e, int n) {
    float most = (float) OutputLoss.MOST_LOG;
    for (int i = 0; i < n; i++) {
      float z = d[i];
      float h = (float) StrictMath.exp(Math.min(z, most));
      e[i] = h * (1f + Math.max(z - most, 0f)) - y[at + i] * z;
      d[i] = h - y[at + i];
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
