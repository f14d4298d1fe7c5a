package org.tributary.core.function;

/**
 * An activation function g of a hidden layer, a = g(z), with its derivative.
 *
 * <p>Both methods take and return single numbers in double precision. They are the reference for
 * the kernels; a training step never calls them an element at a time.
 */
public enum Activation {
  /** g(z) = 1 / (1 + e^-z). */
  SIGMOID {
    @Override
    public double value(double z) {
      return logistic(z);
    }

    @Override
    public double derivative(double z) {
      double a = logistic(z);
      return a * (1 - a);
    }
  },

  /** g(z) = tanh z. */
  TANH {
    @Override
    public double value(double z) {
      return StrictMath.tanh(z);
    }

    @Override
    public double derivative(double z) {
      double a = StrictMath.tanh(z);
      return 1 - a * a;
    }
  },

  /** g(z) = max(0, z); the derivative at 0 is taken as 0. */
  RELU {
    @Override
    public double value(double z) {
      return Math.max(0, z);
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : 0;
    }
  },

  /** g(z) = z for z &gt; 0, {@value #LEAK} z otherwise. */
  LEAKY_RELU {
    @Override
    public double value(double z) {
      return z > 0 ? z : LEAK * z;
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : LEAK;
    }
  },

  /** g(z) = z for z &gt; 0, e^z - 1 otherwise. Clevert et al., arXiv:1511.07289, with alpha = 1. */
  ELU {
    @Override
    public double value(double z) {
      return z > 0 ? z : StrictMath.expm1(z);
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : StrictMath.exp(z);
    }
  },

  /**
   * g(z) = lambda z for z &gt; 0, lambda alpha (e^z - 1) otherwise, with lambda = {@value
   * #SELU_SCALE} and alpha = {@value #SELU_ALPHA}; the derivative at 0 is that from the left.
   * Klambauer et al., Self-Normalizing Neural Networks, arXiv:1706.02515.
   */
  SELU {
    @Override
    public double value(double z) {
      return SELU_SCALE * (z > 0 ? z : SELU_ALPHA * StrictMath.expm1(z));
    }

    @Override
    public double derivative(double z) {
      return SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * StrictMath.exp(z));
    }
  },

  /**
   * g(z) = z/2 (1 + tanh(c (z + {@value #GELU_CUBIC} z^3))), c = sqrt(2/pi): the tanh form of
   * Hendrycks and Gimpel, arXiv:1606.08415, within 5e-4 of z Phi(z).
   */
  GELU {
    @Override
    public double value(double z) {
      return 0.5 * z * (1 + StrictMath.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z)));
    }

    @Override
    public double derivative(double z) {
      double t = StrictMath.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z));
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
    }
  },

  /** g(z) = z tanh(ln(1 + e^z)). Misra, Mish, arXiv:1908.08681. */
  MISH {
    @Override
    public double value(double z) {
      return z * StrictMath.tanh(SOFTPLUS.value(z));
    }

    @Override
    public double derivative(double z) {
      double t = StrictMath.tanh(SOFTPLUS.value(z));
      return t + z * (1 - t * t) * logistic(z);
    }
  },

  /** g(z) = ln(1 + e^z). */
  SOFTPLUS {
    @Override
    public double value(double z) {
      return Math.max(0, z) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    @Override
    public double derivative(double z) {
      return logistic(z);
    }
  },

  /** g(z) = z. */
  IDENTITY {
    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double derivative(double z) {
      return 1;
    }
  };

  /** Slope of {@link #LEAKY_RELU} for z &lt;= 0. */
  public static final double LEAK = 0.01;

  /** Factor of the cubic term of {@link #GELU}. */
  public static final double GELU_CUBIC = 0.044715;

  /** sqrt(2/pi), the scale inside {@link #GELU}'s tanh. */
  public static final double GELU_SCALE = 0.7978845608028654;

  /** lambda, the scale of {@link #SELU}. */
  public static final double SELU_SCALE = 1.0507009873554805;

  /** alpha: {@link #SELU} approaches -lambda alpha on the left. */
  public static final double SELU_ALPHA = 1.6732632423543772;

  /** Returns g(z). */
  public abstract double value(double z);

  /** Returns g'(z), as a function of z and not of g(z). */
  public abstract double derivative(double z);

  /**
   * Tells whether g'(z) can be computed from a = g(z) alone, so that z need not be kept for the
   * backward pass. It holds for every function here but {@link #GELU} and {@link #MISH}, which are
   * not monotonic.
   */
  public boolean derivativeFollowsFromValue() {
    return this != GELU && this != MISH;
  }

  /** Returns 1 / (1 + e^-z), exact to rounding on both sides of zero. */
  static double logistic(double z) {
    if (z >= 0) {
      return 1 / (1 + StrictMath.exp(-z));
    }
    double e = StrictMath.exp(z);
    return e / (1 + e);
  }
}
