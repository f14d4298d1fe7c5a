package org.tributary.driver.dataset;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.tributary.core.random.RandomStream;

/**
 * A sample's place in the canonical order: a seeded 128-bit hash of its content.
 *
 * <p>Features count by their non-zeros, see {@link FeatureHash}: how a row is stored changes
 * nothing. Equal samples have equal keys, 0.0 and -0.0 being equal, and then their order does not
 * matter. Unequal samples share a key with probability about n^2 / 2^129 over n samples.
 */
final class SampleKey implements Comparable<SampleKey>, Serializable {
  private static final long serialVersionUID = 1;

  private static final long SECOND = 0xA0761D6478BD642FL;
  private static final long HOLDOUT = 0xE7037ED1A0B428DBL;
  private static final long COPY = 0x9E3779B97F4A7C15L;
  private static final long PLACE = -1L << 11;

  private final long high;
  private final long low;

  private SampleKey(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Hashes the non-zeros of the features, the bits of the targets, the label's characters and the
   * weight.
   */
  static SampleKey of(Sample sample, long seed) {
    FeatureHash features =
        sample.isSparse()
            ? FeatureHash.ofSparse(sample.indices(), sample.contents(), seed)
            : FeatureHash.ofDense(sample.contents(), seed);
    return of(features, sample.label(), sample.targets(), sample.weight());
  }

  /** Hashes the features of a sample, hashed before, and the rest of it. */
  static SampleKey of(FeatureHash features, String label, double[] targets, double weight) {
    long high = features.high();
    long low = features.low();
    for (double value : targets) {
      long bits = bits(value);
      high = RandomStream.mix(high ^ bits);
      low = RandomStream.mix(low + bits * SECOND);
    }
    for (byte value : label.getBytes(StandardCharsets.UTF_8)) {
      high = RandomStream.mix(high ^ value);
      low = RandomStream.mix(low + value * SECOND);
    }
    long bits = bits(weight);
    return new SampleKey(RandomStream.mix(high ^ bits), RandomStream.mix(low + bits * SECOND));
  }

  /** Returns the key of two halves. */
  static SampleKey of(long high, long low) {
    return new SampleKey(high, low);
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

  /**
   * Returns a uniform number by which samples are divided, apart from their order.
   *
   * @param low the lower half of the hash of the sample
   * @param copy how many equal samples were placed before this one
   * @return 64 bits, of which the lowest 11 are 0
   */
  static long place(long low, long copy) {
    return RandomStream.mix((low ^ HOLDOUT) + copy * COPY) & PLACE;
  }

  /** Returns the place of all samples of a group, by a hash of its name. */
  static long place(String group, long seed) {
    long hash = RandomStream.mix(seed);
    for (byte value : group.getBytes(StandardCharsets.UTF_8)) {
      hash = RandomStream.mix(hash ^ value);
    }
    return place(hash, 0);
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
