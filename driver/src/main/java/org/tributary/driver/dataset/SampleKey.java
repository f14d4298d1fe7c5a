package org.tributary.driver.dataset;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.tributary.core.random.RandomStream;

/**
 * A sample's place in the canonical order: a seeded 128-bit hash of its content.
 *
 * <p>Equal samples have equal keys, and then their order does not matter. Unequal samples share a
 * key with probability about n^2 / 2^129 over n samples.
 */
final class SampleKey implements Comparable<SampleKey>, Serializable {
  private static final long serialVersionUID = 1;

  private static final long SECOND = 0xA0761D6478BD642FL;
  private static final long HOLDOUT = 0xE7037ED1A0B428DBL;

  private final long high;
  private final long low;

  private SampleKey(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** Hashes the bits of the features and targets, the label's characters and the weight. */
  static SampleKey of(Sample sample, long seed) {
    long high = RandomStream.mix(seed);
    long low = RandomStream.mix(seed ^ SECOND);
    for (double value : sample.features()) {
      long bits = bits(value);
      high = RandomStream.mix(high ^ bits);
      low = RandomStream.mix(low + bits * SECOND);
    }
    for (double value : sample.targets()) {
      long bits = bits(value);
      high = RandomStream.mix(high ^ bits);
      low = RandomStream.mix(low + bits * SECOND);
    }
    for (byte value : sample.label().getBytes(StandardCharsets.UTF_8)) {
      high = RandomStream.mix(high ^ value);
      low = RandomStream.mix(low + value * SECOND);
    }
    long bits = bits(sample.weight());
    return new SampleKey(RandomStream.mix(high ^ bits), RandomStream.mix(low + bits * SECOND));
  }

  /** Returns the bits of a number, the same for both zeros. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  /** Returns the upper half of the hash. */
  long high() {
    return high;
  }

  /** Returns the lower half of the hash. */
  long low() {
    return low;
  }

  /**
   * Returns which of {@code leaves} equal ranges of hashes this key falls in; ascending with it.
   */
  int leaf(int leaves) {
    return leaf(high, leaves);
  }

  /** Returns which of {@code leaves} equal ranges of hashes a key of this upper half falls in. */
  static int leaf(long high, int leaves) {
    return (int) Math.multiplyHigh(high >>> 1, (long) leaves << 1);
  }

  /** Tells whether the sample is among the share kept from training, apart from its order. */
  boolean isHoldout(double fraction) {
    long bits = RandomStream.mix(low ^ HOLDOUT);
    return (bits >>> 11) * 0x1.0p-53 < fraction;
  }

  @Override
  public int compareTo(SampleKey other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleKey that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high);
  }
}
