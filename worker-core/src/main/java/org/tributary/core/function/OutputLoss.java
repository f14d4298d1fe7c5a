package org.tributary.core.function;

import static org.tributary.core.function.Activation.logistic;

/**
 * A valid pair of output function h and loss.
 *
 * <p>Every loss is computed from the logits z of the last layer and stays finite for |z| up to 1e4
 * and beyond. The derivative is delta^(L) = dLoss/dz^(L) of one sample.
 */
public enum OutputLoss {
  /**
   * h_k = e^z_k / sum_j e^z_j with Loss = -sum_k y_k ln h_k, for one class out of K; delta = h - y.
   */
  SOFTMAX_CROSS_ENTROPY {
    @Override
    public void outputs(double[] z, double[] h) {
      double max = max(z);
      double sum = sumExp(z, max);
      for (int k = 0; k < z.length; k++) {
        h[k] = StrictMath.exp(z[k] - max) / sum;
      }
    }

    @Override
    public double loss(double[] z, double[] y) {
      double max = max(z);
      double logSum = StrictMath.log(sumExp(z, max));
      double loss = 0;
      for (int k = 0; k < z.length; k++) {
        loss += y[k] * (logSum + (max - z[k]));
      }
      return loss;
    }
  },

  /**
   * h_k = sigmoid(z_k) with Loss = -sum_k [y_k ln h_k + (1 - y_k) ln(1 - h_k)], for two classes (K
   * = 1), for several yes-or-no labels, or for one against all; delta = h - y.
   */
  SIGMOID_CROSS_ENTROPY {
    @Override
    public void outputs(double[] z, double[] h) {
      for (int k = 0; k < z.length; k++) {
        h[k] = logistic(z[k]);
      }
    }

    @Override
    public double loss(double[] z, double[] y) {
      double loss = 0;
      for (int k = 0; k < z.length; k++) {
        loss += Activation.SOFTPLUS.value(z[k]) - y[k] * z[k];
      }
      return loss;
    }
  },

  /** h = z with Loss = 1/2 ||h - y||^2, for regression; delta = h - y. */
  IDENTITY_SQUARED_ERROR {
    @Override
    public void outputs(double[] z, double[] h) {
      System.arraycopy(z, 0, h, 0, z.length);
    }

    @Override
    public double loss(double[] z, double[] y) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        double difference = z[k] - y[k];
        sum += difference * difference;
      }
      return sum / 2;
    }
  },

  /** h_k = sigmoid(z_k) with Loss = 1/2 ||h - y||^2; delta = (h - y) .* h .* (1 - h). */
  SIGMOID_SQUARED_ERROR {
    @Override
    public void outputs(double[] z, double[] h) {
      SIGMOID_CROSS_ENTROPY.outputs(z, h);
    }

    @Override
    public double loss(double[] z, double[] y) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        double difference = logistic(z[k]) - y[k];
        sum += difference * difference;
      }
      return sum / 2;
    }

    @Override
    public void delta(double[] z, double[] y, double[] delta) {
      outputs(z, delta);
      for (int k = 0; k < z.length; k++) {
        double h = delta[k];
        delta[k] = (h - y[k]) * h * (1 - h);
      }
    }
  };

  /**
   * Computes the network's output of one sample.
   *
   * @param z logits, K numbers
   * @param h overwritten with the K outputs
   */
  public abstract void outputs(double[] z, double[] h);

  /**
   * Returns the loss of one sample.
   *
   * @param z logits, K numbers
   * @param y targets, K numbers; for softmax a distribution, usually one-hot
   */
  public abstract double loss(double[] z, double[] y);

  /**
   * Computes dLoss/dz of one sample.
   *
   * @param z logits, K numbers
   * @param y targets, K numbers
   * @param delta overwritten with the K derivatives
   */
  public void delta(double[] z, double[] y, double[] delta) {
    outputs(z, delta);
    for (int k = 0; k < z.length; k++) {
      delta[k] -= y[k];
    }
  }

  /**
   * Returns whether label smoothing is supported: if a target is a probability or a distribution.
   */
  public boolean takesSmoothing() {
    return switch (this) {
      case SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY -> true;
      case IDENTITY_SQUARED_ERROR, SIGMOID_SQUARED_ERROR -> false;
    };
  }

  /**
   * Returns a target mixed with the uniform distribution u: (1 - smoothing) y + smoothing u, where
   * u = 1/K for one class out of K under softmax, and 1/2 for yes or no under a sigmoid. Szegedy et
   * al., Rethinking the Inception Architecture, CVPR 2016, section 7.
   *
   * @param y the target of one output
   * @param smoothing from 0 to less than 1
   * @param outputs K
   * @throws IllegalArgumentException if the pair does not take smoothing
   */
  public double smoothed(double y, double smoothing, int outputs) {
    double even =
        switch (this) {
          case SOFTMAX_CROSS_ENTROPY -> 1.0 / outputs;
          case SIGMOID_CROSS_ENTROPY -> 0.5;
          case IDENTITY_SQUARED_ERROR, SIGMOID_SQUARED_ERROR ->
              throw new IllegalArgumentException(
                  "Cannot smooth the targets of " + this + ": they are numbers, not classes");
        };
    return (1 - smoothing) * y + smoothing * even;
  }

  private static double max(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : z) {
      max = Math.max(max, v);
    }
    return max;
  }

  /** Returns sum_j e^(z_j - max), which is at least 1 and at most K. */
  private static double sumExp(double[] z, double max) {
    double sum = 0;
    for (double v : z) {
      sum += StrictMath.exp(v - max);
    }
    return sum;
  }
}
