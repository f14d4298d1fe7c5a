package org.tributary.core.kernel;

import org.tributary.core.function.OutputLoss;

/**
 * Losses of dense targets and their derivatives in float64, by {@link OutputLoss} a row at a time:
 * float64 is for checks, where being plainly right comes before speed. Holds scratch memory: one
 * instance a thread.
 */
final class DoubleLosses {
  // One row each; grown to the widest output layer seen.
  private double[] logits = {};
  private double[] targetRow = {};
  private double[] derivative = {};

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
      targetRow = new double[units];
      derivative = new double[units];
    }
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      System.arraycopy(z, at, logits, 0, units);
      System.arraycopy(targets, r * units, targetRow, 0, units);
      if (smoothing > 0) {
        for (int j = 0; j < units; j++) {
          targetRow[j] = output.smoothed(targetRow[j], smoothing, units);
        }
      }
      loss += weights[r] * output.loss(logits, targetRow);
      output.delta(logits, targetRow, derivative);
      for (int j = 0; j < units; j++) {
        z[at + j] = weights[r] * derivative[j];
      }
    }
    return loss;
  }
}
