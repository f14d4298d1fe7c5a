package org.tributary.driver.dataset;

import org.tributary.core.random.RandomStream;

/**
 * 128 seeded bits of the features of a row: of each that is not 0, its index and its value.
 *
 * <p>Over the pairs of feature i, counted from 0, and its bits b, modulo 2^64:
 *
 * <pre>
 *   high = s + sum mix(s + b + G i)             s = mix(seed)
 *   low  = t + sum mix(t + SECOND b + 2 G i)    t = mix(seed xor SECOND)
 * </pre>
 *
 * <p>A feature that is 0 adds nothing, whether it is stored or left out, nor do features behind the
 * last that is not 0. -0.0 is 0, too, as the two are equal. The order of the terms does not matter,
 * there are as many as non-zeros, and none waits for another.
 *
 * <p>Two different pairs (i, b) never give {@code mix}, a bijection, the same two numbers: both
 * would need b - b' = G (i' - i), and then (SECOND - 2) G (i' - i) = 0, where an odd factor times
 * one below 2^32 is not 0 modulo 2^64. What is left is chance: two different rows share both sums
 * with a probability of about 2^-128.
 *
 * @param high the upper half
 * @param low the lower half
 */
record FeatureHash(long high, long low) {
  private static final long SECOND = 0xA0761D6478BD642FL;
  private static final long G = 0x9E3779B97F4A7C15L;

  /**
   * Hashes features that are all there.
   *
   * @param features finite numbers, and NaN for missing cells
   */
  static FeatureHash ofDense(double[] features, long seed) {
    long s = highSeed(seed);
    long t = lowSeed(seed);
    long high = s;
    long low = t;
    for (int from = 0; from < features.length; from += Long.SIZE) {
      int end = Math.min(features.length, from + Long.SIZE);
      long rest = nonZeros(features, from, end);
      if (Long.bitCount(rest) == end - from) {
        for (int i = from; i < end; i++) {
          high += highTerm(s, i, features[i]);
          low += lowTerm(t, i, features[i]);
        }
      } else {
        for (; rest != 0; rest &= rest - 1) {
          int i = from + Long.numberOfTrailingZeros(rest);
          high += highTerm(s, i, features[i]);
          low += lowTerm(t, i, features[i]);
        }
      }
    }
    return new FeatureHash(high, low);
  }

  /**
   * Hashes features of which those that are 0 may be left out.
   *
   * @param indices which features are there, counted from 0, each once
   * @param values the finite numbers that they are
   */
  static FeatureHash ofSparse(int[] indices, double[] values, long seed) {
    long s = highSeed(seed);
    long t = lowSeed(seed);
    long high = s;
    long low = t;
    for (int k = 0; k < indices.length; k++) {
      if (values[k] != 0) {
        high += highTerm(s, indices[k], values[k]);
        low += lowTerm(t, indices[k], values[k]);
      }
    }
    return new FeatureHash(high, low);
  }

  /**
   * Returns which of up to 64 features are not 0, a bit each from the lowest on. It takes no branch
   * a feature: where zeros lie at random, a mispredicted one costs more than the hash.
   */
  private static long nonZeros(double[] features, int from, int end) {
    long nonZeros = 0;
    for (int i = end - 1; i >= from; i--) {
      // Without the sign, 0 for both zeros; the sign of x | -x is set where x is not 0.
      long magnitude = Double.doubleToRawLongBits(features[i]) << 1;
      nonZeros = nonZeros << 1 | (magnitude | -magnitude) >>> 63;
    }
    return nonZeros;
  }

  private static long highSeed(long seed) {
    return RandomStream.mix(seed);
  }

  private static long lowSeed(long seed) {
    return RandomStream.mix(seed ^ SECOND);
  }

  private static long highTerm(long s, int index, double value) {
    return RandomStream.mix(s + Double.doubleToRawLongBits(value) + G * index);
  }

  private static long lowTerm(long t, int index, double value) {
    return RandomStream.mix(t + SECOND * Double.doubleToRawLongBits(value) + 2 * (G * index));
  }
}
