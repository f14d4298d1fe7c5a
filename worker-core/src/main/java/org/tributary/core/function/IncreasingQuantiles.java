package org.tributary.core.function;

import static org.tributary.core.function.Activation.logistic;

import java.util.List;

/** The formulas of {@link OutputLoss#QUANTILES_PINBALL}; the arrays are as there. */
final class IncreasingQuantiles {
  private IncreasingQuantiles() {}

  /** Computes h_1 = z_1, h_q = h_(q-1) + ln(1 + e^z_q) of each target. */
  static void outputs(double[] z, double[] h, int levels) {
    for (int k = 0; k < z.length; k++) {
      h[k] = k % levels == 0 ? z[k] : h[k - 1] + Activation.SOFTPLUS.value(z[k]);
    }
  }

  /** Returns sum_q max(tau_q (y - h_q), (tau_q - 1) (y - h_q)) over all targets. */
  static double loss(double[] z, double[] y, List<Double> levels) {
    double[] h = new double[z.length];
    outputs(z, h, levels.size());
    double loss = 0;
    for (int k = 0; k < z.length; k++) {
      double tau = levels.get(k % levels.size());
      double missing = y[k / levels.size()] - h[k];
      loss += Math.max(tau * missing, (tau - 1) * missing);
    }
    return loss;
  }

  /** Computes dLoss/dz: sums of dLoss/dh from the last level back, times the sigmoid of z. */
  static void delta(double[] z, double[] y, double[] delta, List<Double> levels) {
    int q = levels.size();
    outputs(z, delta, q);
    for (int first = 0; first < z.length; first += q) {
      double sum = 0;
      for (int k = first + q - 1; k >= first; k--) {
        double side = Math.signum(delta[k] - y[k / q]);
        sum += side == 0 ? 0 : (side + 1) / 2 - levels.get(k - first);
        delta[k] = k == first ? sum : logistic(z[k]) * sum;
      }
    }
  }
}
