package org.tributary.core.kernel;

import org.tributary.core.function.LossParameters;
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
      LossParameters parameters,
      double[] z,
      double[] targets,
      double smoothing,
      double[] weights,
      int rows,
      int units) {
    // OutputLoss reads the number of outputs off its arrays, so they are exactly as long.
    int k = units / parameters.outputsPerTarget();
    if (logits.length != units || targetRow.length != k) {
      logits = new double[units];
      targetRow = new double[k];
      derivative = new double[units];
    }
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1) + 1;
      System.arraycopy(z, at, logits, 0, units);
      System.arraycopy(targets, r * k, targetRow, 0, k);
      if (smoothing > 0) {
        for (int j = 0; j < k; j++) {
          targetRow[j] = output.smoothed(targetRow[j], smoothing, units);
        }
      }
      loss += weights[r] * output.loss(logits, targetRow, parameters);
      output.delta(logits, targetRow, derivative, parameters);
      for (int j = 0; j < units; j++) {
        z[at + j] = weights[r] * derivative[j];
      }
    }
    return loss;
  }
}
