package org.tributary.core.model;

import java.util.List;

/** An array of numbers with a shape, row-major, as a safetensors file holds it. */
public final class Tensor {
  /** The number format of a tensor in a file. */
  public enum Type {
    /** 32-bit IEEE 754. */
    F32(Float.BYTES),
    /** 64-bit IEEE 754. */
    F64(Double.BYTES);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Returns the size of one number in bytes. */
    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final List<Integer> shape;
  private final double[] values;

  /**
   * Wraps the values without a copy.
   *
   * @param type how the values are written; F32 rounds them
   * @param shape the dimensions, each 0 or more
   * @param values as many numbers as the product of the dimensions
   */
  public Tensor(Type type, List<Integer> shape, double[] values) {
    long size = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "Invalid tensor: shape " + shape + " (expected dimensions of 0 or more)");
      }
      // More than an array holds is as good as too much.
      size = Math.min(size * dimension, Integer.MAX_VALUE + 1L);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "Invalid tensor: " + values.length + " values for the shape " + shape);
    }
    this.type = type;
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** Returns how the values are written. */
  public Type type() {
    return type;
  }

  /** Returns the dimensions. */
  public List<Integer> shape() {
    return shape;
  }

  /** Returns the numbers, row-major: the array itself. */
  public double[] values() {
    return values;
  }
}
