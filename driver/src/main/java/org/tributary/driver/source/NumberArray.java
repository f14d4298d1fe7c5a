package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A cell of several numbers from an array whose elements are not all exact as doubles: bigint and
 * decimal above all.
 *
 * <p>It keeps the array, so that a copy of the row has the same values. Owns both, which must not
 * change.
 */
final class NumberArray implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] numbers;
  private final scala.collection.Seq<?> source;

  NumberArray(double[] numbers, scala.collection.Seq<?> source) {
    this.numbers = numbers;
    this.source = source;
  }

  /** Returns the elements, NaN for null: the array itself. */
  double[] numbers() {
    return numbers;
  }

  /** Returns the array as Spark gave it. */
  scala.collection.Seq<?> source() {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberArray that && that.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return Arrays.toString(numbers);
  }
}
