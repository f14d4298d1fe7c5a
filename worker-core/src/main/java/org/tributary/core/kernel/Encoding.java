package org.tributary.core.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The little-endian encoding of numbers for transfer between processes.
 *
 * <p>Serializers copy byte arrays as a whole, but process arrays of numbers element by element.
 */
public enum Encoding {
  /** Full precision: 4 bytes for float32, 8 for float64. */
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
  },

  /**
   * The upper 16 bits of float32: 8 of the fraction, the leading one included. What is below them
   * is cut off, so that numbers are to be rounded before; float64 is refused.
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
  };

  /** Returns the size of a number. */
  public abstract int bytes(Precision precision);

  abstract void encode(float[] from, int at, int length, ByteBuffer to);

  abstract void encode(double[] from, int at, int length, ByteBuffer to);

  abstract void decode(ByteBuffer from, float[] to);

  abstract void decode(ByteBuffer from, double[] to);

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
