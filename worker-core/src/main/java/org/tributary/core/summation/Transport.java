package org.tributary.core.summation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.Precision;
import org.tributary.core.random.RandomStream;

/**
 * The number format in which partial sums travel between processes: the bytes of a number,
 * little-endian, and the {@link Rounding} after which they hold it without loss.
 *
 * <p>Serializers copy byte arrays as a whole, but process arrays of numbers element by element.
 */
public enum Transport {
  /** Every bit of a number: 4 bytes for float32, 8 for float64. */
  EXACT {
    @Override
    public int bytes(Precision precision) {
      return precision.bytes();
    }

    @Override
    void encode(float[] from, int at, int length, ByteBuffer to) {
      to.asFloatBuffer().put(from, at, length);
    }

    @Override
    void encode(double[] from, int at, int length, ByteBuffer to) {
      to.asDoubleBuffer().put(from, at, length);
    }

    @Override
    void decode(ByteBuffer from, float[] to) {
      from.asFloatBuffer().get(to);
    }

    @Override
    void decode(ByteBuffer from, double[] to) {
      from.asDoubleBuffer().get(to);
    }

    @Override
    <A> void round(A values, int first, int level, int index, long seed, long round) {
      // Nothing to do.
    }
  },

  /**
   * The upper 16 bits of float32: 8 of the fraction, the leading one included. Float64 is refused.
   *
   * <p>A number is rounded to one of its two neighbours, up with a probability of the distance from
   * the lower one, so that the expected value is the number itself. The random numbers are a
   * function of seed, round, node and element. A number stays where it is if it is a bfloat16
   * number; infinities and NaN stay what they are. The relative error is less than 2^-7 and its
   * standard deviation at most 2^-8. What was not rounded before loses its lower bits.
   */
  BFLOAT16 {
    @Override
    public int bytes(Precision precision) {
      if (precision != Precision.FLOAT32) {
        throw new IllegalArgumentException("Cannot encode %s as bfloat16".formatted(precision));
      }
      return Short.BYTES;
    }

    @Override
    void encode(float[] from, int at, int length, ByteBuffer to) {
      for (int i = 0; i < length; i++) {
        to.putShort(2 * i, (short) (Float.floatToRawIntBits(from[at + i]) >>> 16));
      }
    }

    @Override
    void encode(double[] from, int at, int length, ByteBuffer to) {
      throw new IllegalArgumentException("Cannot encode float64 as bfloat16");
    }

    @Override
    void decode(ByteBuffer from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = Float.intBitsToFloat(from.getShort(2 * i) << 16);
      }
    }

    @Override
    void decode(ByteBuffer from, double[] to) {
      throw new IllegalArgumentException("Cannot decode float64 from bfloat16");
    }

    @Override
    <A> void round(A values, int first, int level, int index, long seed, long round) {
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
  };

  private static final int EXPONENT = 0x7f800000;

  /** Returns the size of a number. */
  public abstract int bytes(Precision precision);

  abstract void encode(float[] from, int at, int length, ByteBuffer to);

  abstract void encode(double[] from, int at, int length, ByteBuffer to);

  abstract void decode(ByteBuffer from, float[] to);

  abstract void decode(ByteBuffer from, double[] to);

  /** Rounds numbers of a node, see {@link Rounding#round}. */
  abstract <A> void round(A values, int first, int level, int index, long seed, long round);

  /** Rounds each column of a node by itself, whose elements are counted by features. */
  <A> void roundColumns(ColumnSums<A> columns, int level, int index, long seed, long round) {
    for (int k = 0; k < columns.count(); k++) {
      if (!(columns.array(k) instanceof float[] numbers)) {
        throw new IllegalArgumentException("Cannot round float64 to " + name());
      }
      int from = columns.offset(k);
      float[] column = Arrays.copyOfRange(numbers, from, from + columns.width());
      round(column, columns.column(k) * columns.width(), level, index, seed, round);
      System.arraycopy(column, 0, numbers, from, column.length);
    }
  }

  /**
   * Returns the rounding of the sums of one round trip.
   *
   * @param seed the run's seed
   * @param round which round trip of the run, so that errors of different rounds are independent
   */
  public Rounding rounding(long seed, long round) {
    return new Rounding(this, seed, round);
  }

  /**
   * Returns some of an array's numbers in bytes.
   *
   * @param kernel of the array's precision
   * @param from the first number
   * @param to the number after the last
   */
  public <A> byte[] encode(Kernel<A> kernel, A values, int from, int to) {
    int length = to - from;
    byte[] bytes = new byte[Math.multiplyExact(length, bytes(kernel.precision()))];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (values instanceof float[] floats) {
      encode(floats, from, length, buffer);
    } else if (values instanceof double[] doubles) {
      encode(doubles, from, length, buffer);
    }
    return bytes;
  }

  /**
   * Returns the numbers of an array of bytes.
   *
   * @param kernel of the precision that they were encoded from
   */
  public <A> A decode(Kernel<A> kernel, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    A values = kernel.allocate(bytes.length / bytes(kernel.precision()));
    if (values instanceof float[] floats) {
      decode(buffer, floats);
    } else if (values instanceof double[] doubles) {
      decode(buffer, doubles);
    }
    return values;
  }
}
