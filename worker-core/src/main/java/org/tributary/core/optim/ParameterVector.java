package org.tributary.core.optim;

import java.util.Arrays;

/**
 * Numbers, one for each parameter, that never change: what the states of optimisers are made of.
 *
 * <p>Float32 numbers are exact in it. Two vectors are equal if all bits are (every NaN equals every
 * other).
 */
public final class ParameterVector {
  private final double[] values;

  private ParameterVector(double[] values) {
    this.values = values;
  }

  /** Returns a vector of the same numbers; the array stays the caller's. */
  public static ParameterVector copyOf(double[] values) {
    return new ParameterVector(values.clone());
  }

  /** Returns how many numbers there are. */
  public int size() {
    return values.length;
  }

  /**
   * Returns one number.
   *
   * @throws ArrayIndexOutOfBoundsException if there is none of that index, counted from 0
   */
  public double get(int index) {
    return values[index];
  }

  /** Returns a copy of the numbers, which belongs to the caller. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ParameterVector[" + values.length + " numbers]";
  }
}
