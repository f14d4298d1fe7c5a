package org.tributary.core.metrics;

import java.io.Serializable;

/**
 * The first two derivatives of the log loss of logits z / T by b = 1 / T: sums over samples of
 *
 * <pre>
 *   softmax   w (mean z - z_y)           and  w var z, by the probabilities of b z
 *   sigmoid   w sum_k (p_k - y_k) z_k    and  w sum_k p_k (1 - p_k) z_k^2
 * </pre>
 *
 * <p>The log loss is convex in b. Guo et al., On Calibration of Modern Neural Networks, 2017. The
 * sums are exact: an instance is a mutable running sum, for one thread, that merges in any order.
 */
public final class TemperatureSlope implements Serializable {
  private static final long serialVersionUID = 1;

  private final double b;
  private final ExactSum slope = new ExactSum();
  private final ExactSum curvature = new ExactSum();

  /**
   * Starts without samples.
   *
   * @param b 1 / T
   */
  public TemperatureSlope(double b) {
    this.b = b;
  }

  /**
   * Takes in a sample of one class out of several.
   *
   * @param z logits
   * @param target its class
   * @param w its weight
   */
  public void addSoftmax(double[] z, int target, double w) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : z) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    double first = 0;
    double second = 0;
    for (double logit : z) {
      // Relative to the largest, which changes neither derivative.
      double distance = logit - max;
      double p = StrictMath.exp(b * distance);
      sum += p;
      first += p * distance;
      second += p * distance * distance;
    }
    double mean = first / sum;
    slope.add(w * (mean - (z[target] - max)));
    curvature.add(w * Math.max(0, second / sum - mean * mean));
  }

  /**
   * Takes in a yes-or-no label of a sample.
   *
   * @param z its logit
   * @param y 1 for yes, 0 for no
   * @param w the weight of the sample
   */
  public void addSigmoid(double z, double y, double w) {
    double p = 1 / (1 + StrictMath.exp(-b * z));
    slope.add(w * (p - y) * z);
    curvature.add(w * p * (1 - p) * z * z);
  }

  /** Adds the sums of another instance to this one, and returns this one. */
  public TemperatureSlope merge(TemperatureSlope other) {
    slope.merge(other.slope);
    curvature.merge(other.curvature);
    return this;
  }

  /** Returns the first derivative of the sum of the losses. */
  public double slope() {
    return slope.value();
  }

  /** Returns the second derivative of the sum of the losses. */
  public double curvature() {
    return curvature.value();
  }
}
