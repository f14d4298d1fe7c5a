package org.tributary.core.kernel;

import org.tributary.core.function.Activation;

/**
 * Activations in float32, as loops that the JIT compiler vectorises: no branch, no call that it
 * does not inline, only multiply, add, fused multiply-add, divide, min and max. Each function is
 * one loop over its arrays, in a method of its own and from index 0 or a loop bound on; a loop that
 * reads one array at {@code at + i} and writes another at {@code i} stays scalar.
 *
 * <p>Exponentials are built from e^x - 1 of x/32, by a polynomial, and five doublings by {@code m
 * <- m (2 + m)}, which is the identity (1 + m)^2 - 1. That keeps e^x - 1 accurate near zero, where
 * tanh and elu need it. Arguments are clamped to +-{@value #LIMIT}; e^40 is 2.35e17, beyond what a
 * float can add to 1. NaN inputs give NaN outputs, so that a diverged network is detected.
 *
 * <p>Largest |error| / max(1, |value|) over [-30, 30], as measured; {@code FloatFunctionsTest}
 * holds them. g' follows from the computed a = g(z), but for gelu and mish.
 *
 * <pre>
 *                 g        g'
 *   sigmoid       1.5e-7   1.4e-7
 *   tanh          2.1e-7   3.6e-7
 *   relu          0        0
 *   leaky relu    2.3e-8   2.3e-10
 *   elu           1.2e-7   1.2e-7
 *   selu          1.9e-7   2.2e-7
 *   gelu          3.1e-7   2.0e-6
 *   mish          5.2e-7   4.9e-7
 *   softplus      1.5e-7   1.4e-7
 *   e^x, x &lt;= 0   1.2e-7            x &gt; 0   2.7e-6
 * </pre>
 */
final class FloatFunctions {
  static final float LIMIT = 40f;

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

  private static final float LEAK = (float) Activation.LEAK;
  private static final float SELU_SCALE = (float) Activation.SELU_SCALE;

  /** lambda alpha, where selu's derivative ends on the left of 0. */
  private static final float SELU_LIMIT = (float) (Activation.SELU_SCALE * Activation.SELU_ALPHA);

  private static final float GELU_SCALE = (float) Activation.GELU_SCALE;
  private static final float GELU_CUBIC = (float) Activation.GELU_CUBIC;

  private FloatFunctions() {}

  // ---- one element, inlined into the loops

  /** Returns e^x - 1; x is clamped. */
  private static float expm1(float x) {
    float r = Math.min(Math.max(x, -LIMIT), LIMIT) * SCALE;
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
    return Math.fma(m, m, m + m);
  }

  /** Returns tanh(x/2) = m / (m + 2), m = e^x - 1. */
  private static float tanhOfHalf(float x) {
    float m = expm1(x);
    return m / (m + 2f);
  }

  /** Returns the tanh inside GELU. */
  private static float geluTanh(float z) {
    return tanhOfHalf(2f * GELU_SCALE * z * Math.fma(GELU_CUBIC * z, z, 1f));
  }

  /** Returns ln(1 + x) = 2 artanh(s), s = x / (2 + x) &lt;= 1/3 for x in [0, 1], as a series. */
  private static float log1p(float x) {
    float s = x / (2f + x);
    float q = s * s;
    float p = Math.fma(q, 1f / 13, 1f / 11);
    p = Math.fma(p, q, 1f / 9);
    p = Math.fma(p, q, 1f / 7);
    p = Math.fma(p, q, 1f / 5);
    p = Math.fma(p, q, 1f / 3);
    return 2f * Math.fma(p * q, s, s);
  }

  /** Returns ln(1 + e^-|z|). */
  private static float softplusTail(float z) {
    return log1p(expm1(-Math.abs(z)) + 1f);
  }

  /** Returns ln(1 + e^z). */
  static float softplus(float z) {
    return Math.max(z, 0f) + softplusTail(z);
  }

  /** Returns 1 / (1 + e^-z). */
  static float sigmoid(float z) {
    return 1f / (2f + expm1(-z));
  }

  // ---- values

  /** Overwrites {@code length} elements from {@code at} on with e^x; x is clamped. */
  static void exp(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = expm1(x[i]) + 1f;
    }
  }

  /** Overwrites the first {@code length} elements z with g(z). */
  static void activate(Activation g, float[] z, int length) {
    switch (g) {
      case SIGMOID -> sigmoid(z, length);
      case TANH -> tanh(z, length);
      case RELU -> relu(z, length);
      case LEAKY_RELU -> leakyRelu(z, length);
      case ELU -> elu(z, length);
      case SELU -> selu(z, length);
      case GELU -> gelu(z, length);
      case MISH -> mish(z, length);
      case SOFTPLUS -> softplus(z, length);
      case IDENTITY -> {}
    }
  }

  private static void sigmoid(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = sigmoid(z[i]);
    }
  }

  private static void tanh(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = tanhOfHalf(2f * z[i]);
    }
  }

  private static void relu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(0f, z[i]);
    }
  }

  private static void leakyRelu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(z[i], LEAK * z[i]);
    }
  }

  private static void elu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(z[i], 0f) + expm1(Math.min(z[i], 0f));
    }
  }

  private static void selu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.fma(SELU_SCALE, Math.max(z[i], 0f), SELU_LIMIT * expm1(Math.min(z[i], 0f)));
    }
  }

  private static void gelu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = 0.5f * z[i] * (1f + geluTanh(z[i]));
    }
  }

  /** tanh(ln(1 + e)) = n / (n + 2), n = e (e + 2), of e = e^z; the clamp keeps n finite. */
  private static void mish(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      float e = expm1(z[i]) + 1f;
      float n = e * (e + 2f);
      z[i] *= n / (n + 2f);
    }
  }

  private static void softplus(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = softplus(z[i]);
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
      loss[i] = softplusTail(z[i]);
    }
    for (int i = 0; i < length; i++) {
      loss[i] += Math.max(z[i], 0f) - y[yAt + i] * z[i];
    }
  }

  // ---- derivatives

  /** Writes g'(z), for a g that needs z for it. */
  static void derivative(Activation g, float[] z, float[] derivative, int length) {
    switch (g) {
      case GELU -> geluDerivative(z, derivative, length);
      case MISH -> mishDerivative(z, derivative, length);
      case SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SELU, SOFTPLUS, IDENTITY ->
          throw new IllegalArgumentException("Cannot derive " + g + " here: its value suffices");
    }
  }

  /** Writes GELU's derivative of z: (1 + t)/2 + z (1 - t^2) c (1 + 3 k z^2)/2. */
  private static void geluDerivative(float[] z, float[] derivative, int length) {
    for (int i = 0; i < length; i++) {
      float v = z[i];
      float t = geluTanh(v);
      float inner = GELU_SCALE * Math.fma(3f * GELU_CUBIC * v, v, 1f);
      float slope = Math.fma(-t, t, 1f) * v * inner;
      derivative[i] = 0.5f * (1f + t + slope);
    }
  }

  /** Writes Mish's derivative of z: with n as there, n/(n + 2) + 4 z e (e + 1) / (n + 2)^2. */
  private static void mishDerivative(float[] z, float[] derivative, int length) {
    for (int i = 0; i < length; i++) {
      float e = expm1(z[i]) + 1f;
      float n = e * (e + 2f);
      float q = 1f / (n + 2f);
      derivative[i] = Math.fma(4f * z[i] * (e * q), (e + 1f) * q, n * q);
    }
  }

  /** Multiplies d by g'(z), computed from a = g(z). */
  static void multiplyByDerivative(Activation g, float[] a, float[] d, int length) {
    switch (g) {
      case SIGMOID -> bySigmoidDerivative(a, d, length);
      case TANH -> byTanhDerivative(a, d, length);
      case RELU -> byReluDerivative(a, d, length);
      case LEAKY_RELU -> byLeakyReluDerivative(a, d, length);
      case ELU -> byEluDerivative(a, d, length);
      case SELU -> bySeluDerivative(a, d, length);
      case SOFTPLUS -> bySoftplusDerivative(a, d, length);
      case IDENTITY -> {}
      case GELU, MISH ->
          throw new IllegalArgumentException("Cannot derive " + g + " from its value: keep z");
    }
  }

  private static void bySigmoidDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= a[i] * (1f - a[i]);
    }
  }

  private static void byTanhDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= Math.fma(-a[i], a[i], 1f);
    }
  }

  private static void byReluDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= Math.min(1f, a[i] * STEP);
    }
  }

  private static void byLeakyReluDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= Math.max(LEAK, Math.min(1f, a[i] * STEP));
    }
  }

  private static void byEluDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= 1f + Math.min(a[i], 0f);
    }
  }

  /** lambda on the right of 0, a + lambda alpha on the left. */
  private static void bySeluDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      float positive = Math.min(1f, Math.max(a[i], 0f) * STEP);
      d[i] *= Math.fma(positive, SELU_SCALE - SELU_LIMIT, SELU_LIMIT) + Math.min(a[i], 0f);
    }
  }

  /** g'(z) = 1 / (1 + e^-z) = 1 - e^-a for a = ln(1 + e^z). */
  private static void bySoftplusDerivative(float[] a, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      d[i] *= -expm1(-a[i]);
    }
  }
}
