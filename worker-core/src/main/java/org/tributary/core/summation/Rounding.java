package org.tributary.core.summation;

import java.io.Serializable;
import org.tributary.core.kernel.Encoding;
import org.tributary.core.random.RandomStream;

/**
 * What becomes of the numbers of a node of the {@link SummationTree} once all of its leaves are
 * summed, so that they can travel in fewer bytes.
 *
 * <p>Every node is rounded, leaves included, by whoever completes it. Therefore the sums do not
 * depend on who does, nor on which of them travel.
 */
public sealed interface Rounding extends Serializable {
  /** Leaves the numbers as they are. */
  Rounding NONE = new None();

  /** Returns what the rounded numbers travel in without loss. */
  Encoding encoding();

  /**
   * Rounds numbers of a node.
   *
   * @param values the node's sums of the elements from {@code first} on
   * @param first the first of these elements, counted in the whole sum
   * @param level of the node, 0 for leaves
   * @param index of the node on its level
   */
  <A> void round(A values, int first, int level, int index);

  /** See {@link #NONE}. */
  record None() implements Rounding {
    @Override
    public Encoding encoding() {
      return Encoding.EXACT;
    }

    @Override
    public <A> void round(A values, int first, int level, int index) {
      // Nothing to do.
    }
  }

  /**
   * Rounds float32 to one of the two neighbouring bfloat16 numbers, up with a probability of the
   * distance from the lower one, so that the expected value is the number itself.
   *
   * <p>The random numbers are a function of seed, round, node and element. A number stays where it
   * is if it is a bfloat16 number; infinities and NaN stay what they are. The relative error is
   * less than 2^-7 and its standard deviation at most 2^-8.
   *
   * @param seed the run's seed
   * @param round the round trip, so that errors of different rounds are independent
   */
  record Bfloat16(long seed, long round) implements Rounding {
    private static final int EXPONENT = 0x7f800000;

    @Override
    public Encoding encoding() {
      return Encoding.BFLOAT16;
    }

    @Override
    public <A> void round(A values, int first, int level, int index) {
      if (!(values instanceof float[] numbers)) {
        throw new IllegalArgumentException("Cannot round float64 to bfloat16");
      }
      long key =
          RandomStream.key(
              seed, "bfloat16", RandomStream.mix(round) ^ ((long) level << Integer.SIZE | index));
      long four = 0;
      for (int i = 0; i < numbers.length; i++) {
        int element = first + i;
        int quarter = element & 3;
        // 64 random bits serve four elements, with 16 each.
        if (quarter == 0 || i == 0) {
          four = RandomStream.mix(key + (element >>> 2) * 0x9E3779B97F4A7C15L);
        }
        int bits = Float.floatToRawIntBits(numbers[i]);
        if ((bits & EXPONENT) != EXPONENT) {
          int random = (int) (four >>> (16 * quarter)) & 0xffff;
          numbers[i] = Float.intBitsToFloat((bits + random) & 0xffff0000);
        }
      }
    }
  }
}
