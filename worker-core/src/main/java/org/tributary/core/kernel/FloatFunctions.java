package org.tributary.core.kernel;

import org.tributary.core.function.Activation;

/**
 * Activations in float32, as loops that the JIT compiler vectorises: no branch, no call, only
 * multiply, add, fused multiply-add, divide, min and max.
 *
 * <p>Exponentials are built from e^x - 1 of x/32, by a polynomial, and five doublings by {@code m
 * <- m (2 + m)}, which is the identity (1 + m)^2 - 1. That keeps e^x - 1 accurate near zero, where
 * tanh and elu need it. Arguments are clamped to +-{@value #LIMIT}; e^40 is 2.35e17, beyond what a
 * float can add to 1. NaN goes in and comes out: a network that has come apart must not look sound.
 * Arrays are walked in tiles that stay in the first-level cache.
 *
 * <p>Largest |error| / max(1, |value|) over [-30, 30], as measured; {@code FloatFunctionsTest}
 * holds them. g' follows from the computed a = g(z), but for gelu.
 *
 * <pre>
 *                 g        g'
 *   sigmoid       1.5e-7   1.4e-7
 *   tanh          2.1e-7   3.6e-7
 *   relu          0        0
 *   leaky relu    2.3e-8   2.3e-10
 *   elu           1.2e-7   1.2e-7
 *   gelu          3.1e-7   2.0e-6
 *   softplus      1.5e-7   1.4e-7
 *   e^x, x &lt;= 0   1.2e-7            x &gt; 0   2.7e-6
 * </pre>
 */
final class FloatFunctions {
  static final float LIMIT = 40f;

  private static final int TILE = 1024;

  // (e^r - 1 - r)/r^2 for |r| <= 40/32, interpolated at its 8 Chebyshev points: within 2e-8.
  private static final float C2 = 0.5f;
  private static final float C3 = 0.16666667f;
  private static final float C4 = 0.041666936f;
  private static final float C5 = 0.008333358f;
  private static final float C6 = 0.0013880298f;
  private static final float C7 = 1.9833485e-4f;
  private static final float C8 = 2.5676913e-5f;
  private static final float C9 = 2.8351076e-6f;

  private static final float SCALE = 1f / 32;

  /** A factor that takes every positive normal float to 1 or more, and 0 to 0. */
  private static final float STEP = 1e38f;

  private static final float GELU_SCALE = (float) Activation.GELU_SCALE;
  private static final float GELU_CUBIC = (float) Activation.GELU_CUBIC;

  private final float[] tile = new float[TILE];

  /** Overwrites the first {@code length} elements from {@code at} with e^x; x is clamped. */
  static void exp(float[] x, int at, int length) {
    expm1(x, at, length);
    for (int i = at; i < at + length; i++) {
      x[i] += 1f;
    }
  }

  private static void expm1(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      float r = Math.min(Math.max(x[i], -LIMIT), LIMIT) * SCALE;
      float p = Math.fma(r, C9, C8);
      p = Math.fma(p, r, C7);
      p = Math.fma(p, r, C6);
      p = Math.fma(p, r, C5);
      p = Math.fma(p, r, C4);
      p = Math.fma(p, r, C3);
      p = Math.fma(p, r, C2);
      float m = Math.fma(p, r * r, r);
      m = Math.fma(m, m, m + m);
      m = Math.fma(m, m, m + m);
      m = Math.fma(m, m, m + m);
      m = Math.fma(m, m, m + m);
      x[i] = Math.fma(m, m, m + m);
    }
  }

  /** Overwrites z with g(z). */
  void activate(Activation g, float[] z, int length) {
    switch (g) {
      case RELU -> relu(z, length);
      case LEAKY_RELU -> leakyRelu(z, length);
      case IDENTITY -> {}
      case SIGMOID, TANH, ELU, GELU, SOFTPLUS -> {
        for (int at = 0; at < length; at += TILE) {
          activateTile(g, z, at, Math.min(TILE, length - at));
        }
      }
    }
  }

  private void activateTile(Activation g, float[] z, int at, int n) {
    float[] t = tile;
    switch (g) {
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          t[i] = -z[at + i];
        }
        expm1(t, 0, n);
        for (int i = 0; i < n; i++) {
          z[at + i] = 1f / (2f + t[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          t[i] = 2f * z[at + i];
        }
        tanhOfHalf(t, n);
        System.arraycopy(t, 0, z, at, n);
      }
      case ELU -> {
        for (int i = 0; i < n; i++) {
          t[i] = Math.min(z[at + i], 0f);
        }
        expm1(t, 0, n);
        for (int i = 0; i < n; i++) {
          z[at + i] = Math.max(z[at + i], 0f) + t[i];
        }
      }
      case GELU -> {
        geluTanh(z, at, n);
        for (int i = 0; i < n; i++) {
          z[at + i] = 0.5f * z[at + i] * (1f + t[i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          t[i] = -Math.abs(z[at + i]);
        }
        exp(t, 0, n);
        log1p(t, n);
        for (int i = 0; i < n; i++) {
          z[at + i] = Math.max(z[at + i], 0f) + t[i];
        }
      }
      case RELU, LEAKY_RELU, IDENTITY -> throw new AssertionError(g + " works on whole arrays");
    }
  }

  /** Fills the tile with tanh of GELU's inner argument. */
  private void geluTanh(float[] z, int at, int n) {
    float[] t = tile;
    for (int i = 0; i < n; i++) {
      float v = z[at + i];
      t[i] = 2f * GELU_SCALE * v * Math.fma(GELU_CUBIC * v, v, 1f);
    }
    tanhOfHalf(t, n);
  }

  /** Overwrites x with tanh(x/2) = m / (m + 2), m = e^x - 1. */
  private static void tanhOfHalf(float[] x, int n) {
    expm1(x, 0, n);
    for (int i = 0; i < n; i++) {
      x[i] = x[i] / (x[i] + 2f);
    }
  }

  /**
   * Overwrites x in [0, 1] with ln(1 + x) = 2 artanh(s), s = x / (2 + x) &lt;= 1/3, as a series.
   */
  private static void log1p(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      float s = x[i] / (2f + x[i]);
      float q = s * s;
      float p = Math.fma(q, 1f / 13, 1f / 11);
      p = Math.fma(p, q, 1f / 9);
      p = Math.fma(p, q, 1f / 7);
      p = Math.fma(p, q, 1f / 5);
      p = Math.fma(p, q, 1f / 3);
      x[i] = 2f * Math.fma(p * q, s, s);
    }
  }

  /**
   * Writes the cross-entropy of sigmoids, softplus(z) - y z, as max(z, 0) - y z + ln(1 + e^-|z|),
   * of which the first part is exact for y of 0 and 1.
   *
   * @param y targets from {@code yAt} on
   * @param loss overwritten
   */
  static void logisticLoss(float[] z, float[] y, int yAt, float[] loss, int length) {
    for (int i = 0; i < length; i++) {
      loss[i] = -Math.abs(z[i]);
    }
    exp(loss, 0, length);
    log1p(loss, length);
    for (int i = 0; i < length; i++) {
      loss[i] += Math.max(z[i], 0f) - y[yAt + i] * z[i];
    }
  }

  private static void relu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(0f, z[i]);
    }
  }

  private static void leakyRelu(float[] z, int length) {
    float leak = (float) Activation.LEAK;
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(z[i], leak * z[i]);
    }
  }

  /** Writes GELU's derivative of z: (1 + t)/2 + z (1 - t^2) c (1 + 3 k z^2)/2. */
  void geluDerivative(float[] z, float[] derivative, int length) {
    for (int at = 0; at < length; at += TILE) {
      int n = Math.min(TILE, length - at);
      geluTanh(z, at, n);
      float[] t = tile;
      for (int i = 0; i < n; i++) {
        float v = z[at + i];
        float inner = GELU_SCALE * Math.fma(3f * GELU_CUBIC * v, v, 1f);
        float slope = Math.fma(-t[i], t[i], 1f) * v * inner;
        derivative[at + i] = 0.5f * (1f + t[i] + slope);
      }
    }
  }

  /** Multiplies d by g'(z), computed from a = g(z). */
  void multiplyByDerivative(Activation g, float[] a, float[] d, int length) {
    switch (g) {
      case SIGMOID -> {
        for (int i = 0; i < length; i++) {
          d[i] *= a[i] * (1f - a[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < length; i++) {
          d[i] *= Math.fma(-a[i], a[i], 1f);
        }
      }
      case RELU -> {
        for (int i = 0; i < length; i++) {
          d[i] *= Math.min(1f, a[i] * STEP);
        }
      }
      case LEAKY_RELU -> {
        float leak = (float) Activation.LEAK;
        for (int i = 0; i < length; i++) {
          d[i] *= Math.max(leak, Math.min(1f, a[i] * STEP));
        }
      }
      case ELU -> {
        for (int i = 0; i < length; i++) {
          d[i] *= 1f + Math.min(a[i], 0f);
        }
      }
      case SOFTPLUS -> {
        for (int at = 0; at < length; at += TILE) {
          softplusDerivative(a, d, at, Math.min(TILE, length - at));
        }
      }
      case IDENTITY -> {}
      case GELU -> throw new IllegalArgumentException("Cannot derive gelu from its value: keep z");
    }
  }

  /** g'(z) = 1 / (1 + e^-z) = 1 - e^-a for a = ln(1 + e^z). */
  private void softplusDerivative(float[] a, float[] d, int at, int n) {
    float[] t = tile;
    for (int i = 0; i < n; i++) {
      t[i] = -a[at + i];
    }
    expm1(t, 0, n);
    for (int i = 0; i < n; i++) {
      d[at + i] *= -t[i];
    }
  }
}
