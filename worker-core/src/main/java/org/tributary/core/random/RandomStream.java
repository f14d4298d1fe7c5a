package org.tributary.core.random;

import java.util.SplittableRandom;

/**
 * A stream of random numbers that depends on a seed, a purpose and an index, and on nothing else.
 *
 * <p>Two purposes, or two indices, give unrelated streams, so no step of a run takes numbers away
 * from another, and any number can be drawn again on another machine. The generator is SplitMix64
 * (Steele, Lea and Flood, OOPSLA 2014), whose algorithm the Java platform fixes.
 */
public final class RandomStream {
  private final SplittableRandom random;
  private double spare = Double.NaN;

  private RandomStream(long state) {
    this.random = new SplittableRandom(state);
  }

  /**
   * Returns a stream from its beginning.
   *
   * @param seed the run's seed
   * @param purpose what the numbers are for, such as {@code "weights"}
   * @param index which one of that purpose, such as a layer, a step or a block
   */
  public static RandomStream of(long seed, String purpose, long index) {
    return new RandomStream(key(seed, purpose, index));
  }

  /** Returns 64 bits that depend on a seed, a purpose and an index, and on nothing else. */
  public static long key(long seed, String purpose, long index) {
    long state = mix(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state ^ purpose.charAt(i));
    }
    return mix(state ^ mix(index + 0xD1B54A32D192ED03L));
  }

  /** Returns a number uniform in [0, 1). */
  public double uniform() {
    return random.nextDouble();
  }

  /** Returns a number uniform in [-bound, bound). */
  public double uniform(double bound) {
    return (2 * random.nextDouble() - 1) * bound;
  }

  /** Returns a number uniform in 0 .. bound - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Returns a standard normal number, by the polar method of Marsaglia. */
  public double normal() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    double u;
    double v;
    double s;
    do {
      u = uniform(1);
      v = uniform(1);
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double scale = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    spare = v * scale;
    return u * scale;
  }

  /** The finaliser of SplitMix64: a bijection of 64 bits in which every bit moves every other. */
  public static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
