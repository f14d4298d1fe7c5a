package org.tributary.core.random;

/**
 * A random order of 0 .. n - 1 that takes no memory: any place can be asked for at once.
 *
 * <p>A Feistel network of {@value #ROUNDS} rounds permutes the numbers of 2b bits, 2b being enough
 * for n; a result out of range goes through again until it is in range, which takes four rounds of
 * this on the average at most (Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002).
 */
public final class Permutation {
  private static final int ROUNDS = 8;

  private final int size;
  private final int halfBits;
  private final int mask;
  private final long key;

  /**
   * Makes an order.
   *
   * @param size n, 1 or more
   * @param seed the run's seed
   * @param purpose what the order is for
   * @param index which one of that purpose
   */
  public Permutation(int size, long seed, String purpose, long index) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Invalid permutation: " + size + " elements (expected 1 or more)");
    }
    this.size = size;
    int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(size - 1));
    this.halfBits = (bits + 1) / 2;
    this.mask = (1 << halfBits) - 1;
    this.key = RandomStream.key(seed, purpose, index);
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns the element at a place, both in 0 .. n - 1. */
  public int at(int place) {
    long x = place;
    do {
      x = permute((int) x) & 0xFFFFFFFFL;
    } while (x >= size);
    return (int) x;
  }

  private int permute(int x) {
    int left = x >>> halfBits;
    int right = x & mask;
    for (int round = 0; round < ROUNDS; round++) {
      int f = (int) (RandomStream.mix(key + round * 0x9E3779B97F4A7C15L + right) >>> 32) & mask;
      int swapped = left ^ f;
      left = right;
      right = swapped;
    }
    return left << halfBits | right;
  }
}
