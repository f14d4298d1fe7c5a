package org.tributary.core.kernel;

import org.tributary.core.function.Activation;

/**
 * Activations in float64, by the functions of {@link StrictMath}; one switch an array. Those of
 * {@link Math} are twice as fast, but each type of processor and each JVM may round them otherwise.
 */
final class DoubleFunctions {
  private DoubleFunctions() {}

  /** Returns ln(1 + e^z). */
  static double softplus(double z) {
    return Activation.SOFTPLUS.value(z);
  }

  /** Overwrites {@code length} elements from {@code at} on with e^x. */
  static void exp(double[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = StrictMath.exp(x[i]);
    }
  }

  /** Overwrites z with g(z). */
  static void activate(Activation g, double[] z, int length) {
    switch (g) {
      case SIGMOID -> {
        for (int i = 0; i < length; i++) {
          z[i] = 1 / (1 + StrictMath.exp(-z[i]));
        }
      }
      case TANH -> {
        for (int i = 0; i < length; i++) {
          z[i] = StrictMath.tanh(z[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < length; i++) {
          z[i] = Math.max(0, z[i]);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < length; i++) {
          z[i] = Math.max(z[i], Activation.LEAK * z[i]);
        }
      }
      case ELU -> {
        for (int i = 0; i < length; i++) {
          z[i] = z[i] > 0 ? z[i] : StrictMath.expm1(z[i]);
        }
      }
      case SELU -> {
        for (int i = 0; i < length; i++) {
          z[i] = Activation.SELU.value(z[i]);
        }
      }
      case GELU -> {
        for (int i = 0; i < length; i++) {
          z[i] = Activation.GELU.value(z[i]);
        }
      }
      case MISH -> {
        for (int i = 0; i < length; i++) {
          z[i] = Activation.MISH.value(z[i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < length; i++) {
          z[i] = Math.max(0, z[i]) + StrictMath.log1p(StrictMath.exp(-Math.abs(z[i])));
        }
      }
      case IDENTITY -> {}
    }
  }

  /** Writes g'(z), for a g that needs z for it. */
  static void derivative(Activation g, double[] z, double[] derivative, int length) {
    if (g.derivativeFollowsFromValue()) {
      throw new IllegalArgumentException("Cannot derive " + g + " here: its value suffices");
    }
    for (int i = 0; i < length; i++) {
      derivative[i] = g.derivative(z[i]);
    }
  }

  /** Multiplies d by g'(z), computed from a = g(z). */
  static void multiplyByDerivative(Activation g, double[] a, double[] d, int length) {
    switch (g) {
      case SIGMOID -> {
        for (int i = 0; i < length; i++) {
          d[i] *= a[i] * (1 - a[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < length; i++) {
          d[i] *= 1 - a[i] * a[i];
        }
      }
      case RELU -> {
        for (int i = 0; i < length; i++) {
          d[i] = a[i] > 0 ? d[i] : 0;
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < length; i++) {
          d[i] *= a[i] > 0 ? 1 : Activation.LEAK;
        }
      }
      case ELU -> {
        for (int i = 0; i < length; i++) {
          d[i] *= 1 + Math.min(a[i], 0);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < length; i++) {
          d[i] *= -StrictMath.expm1(-a[i]);
        }
      }
      case SELU -> {
        double limit = Activation.SELU_SCALE * Activation.SELU_ALPHA;
        for (int i = 0; i < length; i++) {
          d[i] *= a[i] > 0 ? Activation.SELU_SCALE : a[i] + limit;
        }
      }
      case IDENTITY -> {}
      case GELU, MISH ->
          throw new IllegalArgumentException("Cannot derive " + g + " from its value: keep z");
    }
  }
}
