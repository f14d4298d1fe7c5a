package org.tributary.core.function;

import static org.tributary.core.function.Activation.logistic;

import java.util.Arrays;

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
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      double max = max(z);
      double sum = sumExp(z, max);
      for (int k = 0; k < z.length; k++) {
        h[k] = StrictMath.exp(z[k] - max) / sum;
      }
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
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
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      for (int k = 0; k < z.length; k++) {
        h[k] = logistic(z[k]);
      }
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
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
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      System.arraycopy(z, 0, h, 0, z.length);
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
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
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      SIGMOID_CROSS_ENTROPY.outputs(z, h, parameters);
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        double difference = logistic(z[k]) - y[k];
        sum += difference * difference;
      }
      return sum / 2;
    }

    @Override
    public void delta(double[] z, double[] y, double[] delta, LossParameters parameters) {
      outputs(z, delta, parameters);
      for (int k = 0; k < z.length; k++) {
        double h = delta[k];
        delta[k] = (h - y[k]) * h * (1 - h);
      }
    }
  },

  /**
   * h = z with Loss = sum_k |h_k - y_k|, for medians; delta = sign(h - y), 0 where they are equal.
   */
  IDENTITY_ABSOLUTE_ERROR {
    @Override
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      System.arraycopy(z, 0, h, 0, z.length);
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        sum += Math.abs(z[k] - y[k]);
      }
      return sum;
    }

    @Override
    public void delta(double[] z, double[] y, double[] delta, LossParameters parameters) {
      for (int k = 0; k < z.length; k++) {
        delta[k] = Math.signum(z[k] - y[k]);
      }
    }

    @Override
    public int[] pieces(double[] z, double[] y, LossParameters parameters) {
      return piecesOf(z, y, 0);
    }
  },

  /**
   * h = z with Loss = sum_k c_k (u_k - c_k / 2), where u = h - y and c is u clipped to +-d: u^2 / 2
   * up to d, d (|u| - d / 2) beyond, for numbers with outliers; delta = c. d is that of {@link
   * LossParameters.Huber}. Huber, Annals of Mathematical Statistics 35, 1964.
   */
  IDENTITY_HUBER {
    @Override
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      System.arraycopy(z, 0, h, 0, z.length);
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
      double d = huber(parameters).delta();
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        double difference = z[k] - y[k];
        double clipped = Math.max(-d, Math.min(d, difference));
        sum += clipped * (difference - clipped / 2);
      }
      return sum;
    }

    @Override
    public void delta(double[] z, double[] y, double[] delta, LossParameters parameters) {
      double d = huber(parameters).delta();
      for (int k = 0; k < z.length; k++) {
        delta[k] = Math.max(-d, Math.min(d, z[k] - y[k]));
      }
    }

    @Override
    public int[] pieces(double[] z, double[] y, LossParameters parameters) {
      return piecesOf(z, y, huber(parameters).delta());
    }
  },

  /**
   * h_k = e^z_k with Loss = sum_k (e^z_k - y_k z_k), for counts and other numbers of 0 or more: the
   * negative log likelihood of Poisson's distribution, but for a term of y alone; delta = h - y.
   *
   * <p>Beyond z = {@value #MOST_LOG} h stays e^{@value #MOST_LOG}, and the loss goes on along its
   * tangent, so that both are finite.
   */
  EXPONENTIAL_POISSON {
    @Override
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      for (int k = 0; k < z.length; k++) {
        h[k] = StrictMath.exp(Math.min(z[k], MOST_LOG));
      }
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
      double loss = 0;
      for (int k = 0; k < z.length; k++) {
        double h = StrictMath.exp(Math.min(z[k], MOST_LOG));
        loss += h * (1 + Math.max(z[k] - MOST_LOG, 0)) - y[k] * z[k];
      }
      return loss;
    }
  },

  /**
   * Quantiles of each target, with the pinball loss. With the levels tau_1 &lt; ... &lt; tau_Q of
   * {@link LossParameters.Quantiles}, a target y and its Q logits
   *
   * <pre>
   *   h_1 = z_1,  h_q = h_(q-1) + ln(1 + e^z_q)
   *   Loss = sum_q max(tau_q (y - h_q), (tau_q - 1) (y - h_q))
   * </pre>
   *
   * so that a higher level never has a lower quantile. With e_q = dLoss/dh_q, which is 1 - tau_q
   * above y, -tau_q below and 0 at it: delta_1 = sum_j e_j, delta_q = sigmoid(z_q) sum_(j&gt;=q)
   * e_j. Koenker and Bassett, Econometrica 46, 1978.
   */
  QUANTILES_PINBALL {
    @Override
    public void outputs(double[] z, double[] h, LossParameters parameters) {
      IncreasingQuantiles.outputs(z, h, parameters.outputsPerTarget());
    }

    @Override
    public double loss(double[] z, double[] y, LossParameters parameters) {
      return IncreasingQuantiles.loss(z, y, quantiles(parameters).levels());
    }

    @Override
    public void delta(double[] z, double[] y, double[] delta, LossParameters parameters) {
      IncreasingQuantiles.delta(z, y, delta, quantiles(parameters).levels());
    }

    @Override
    public int[] pieces(double[] z, double[] y, LossParameters parameters) {
      int q = parameters.outputsPerTarget();
      double[] h = new double[z.length];
      outputs(z, h, parameters);
      double[] targets = new double[z.length];
      Arrays.setAll(targets, k -> y[k / q]);
      return piecesOf(h, targets, 0);
    }
  };

  /**
   * The largest logit of {@link #EXPONENTIAL_POISSON} whose exponential is computed: e^40 = 2e17.
   */
  public static final double MOST_LOG = 40;

  /**
   * Computes the network's output of one sample.
   *
   * @param z logits, K numbers
   * @param h overwritten with the K outputs
   * @param parameters of the kind that the pair takes
   */
  public abstract void outputs(double[] z, double[] h, LossParameters parameters);

  /**
   * Returns the loss of one sample.
   *
   * @param z logits, K numbers
   * @param y targets, K numbers, or one for each {@link LossParameters#outputsPerTarget} of them;
   *     for softmax a distribution, usually one-hot
   * @param parameters of the kind that the pair takes
   */
  public abstract double loss(double[] z, double[] y, LossParameters parameters);

  /**
   * Computes dLoss/dz of one sample.
   *
   * @param z logits, K numbers
   * @param y targets, as for {@link #loss}
   * @param delta overwritten with the K derivatives
   * @param parameters of the kind that the pair takes
   */
  public void delta(double[] z, double[] y, double[] delta, LossParameters parameters) {
    outputs(z, delta, parameters);
    for (int k = 0; k < z.length; k++) {
      delta[k] -= y[k];
    }
  }

  /**
   * Returns on which piece of the loss each output of a sample is, where the loss is made of smooth
   * pieces: -1, 0 or 1; nothing for a loss that is smooth.
   *
   * @param z logits, K numbers
   * @param y targets, as for {@link #loss}
   * @param parameters of the kind that the pair takes
   */
  public int[] pieces(double[] z, double[] y, LossParameters parameters) {
    return new int[0];
  }

  /** Returns whether the loss and its derivatives are continuous. */
  public boolean isSmooth() {
    return switch (this) {
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          EXPONENTIAL_POISSON ->
          true;
      case IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL -> false;
    };
  }

  /** Returns the default parameters of the pair, which are of the kind that it takes. */
  public LossParameters defaults() {
    return switch (this) {
      case IDENTITY_HUBER -> LossParameters.Huber.DEFAULT;
      case QUANTILES_PINBALL -> LossParameters.Quantiles.DEFAULT;
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          EXPONENTIAL_POISSON ->
          LossParameters.none();
    };
  }

  /** Returns whether parameters are of the kind that the pair takes. */
  public boolean takes(LossParameters parameters) {
    return parameters.getClass() == defaults().getClass();
  }

  /**
   * Refuses parameters that the pair does not take.
   *
   * @throws IllegalArgumentException naming both
   */
  public void requireTakes(LossParameters parameters) {
    if (!takes(parameters)) {
      throw new IllegalArgumentException(
          "Invalid parameters of %s: %s (expected such as %s)"
              .formatted(this, parameters, defaults()));
    }
  }

  /**
   * Returns whether label smoothing is supported: if a target is a probability or a distribution.
   */
  public boolean takesSmoothing() {
    return switch (this) {
      case SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY -> true;
      case IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON,
          QUANTILES_PINBALL ->
          false;
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
    if (!takesSmoothing()) {
      throw new IllegalArgumentException(
          "Cannot smooth the targets of " + this + ": they are numbers, not classes");
    }
    double even = this == SOFTMAX_CROSS_ENTROPY ? 1.0 / outputs : 0.5;
    return (1 - smoothing) * y + smoothing * even;
  }

  private static LossParameters.Huber huber(LossParameters parameters) {
    return (LossParameters.Huber) parameters;
  }

  private static LossParameters.Quantiles quantiles(LossParameters parameters) {
    return (LossParameters.Quantiles) parameters;
  }

  /** Returns of each h - y: 1 above a bound, -1 below its opposite, and 0 between them. */
  private static int[] piecesOf(double[] h, double[] y, double bound) {
    int[] pieces = new int[h.length];
    Arrays.setAll(pieces, k -> h[k] - y[k] > bound ? 1 : h[k] - y[k] < -bound ? -1 : 0);
    return pieces;
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
