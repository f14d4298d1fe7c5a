package org.tributary.core.metrics;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An exact sum of doubles: it depends on its terms and not on their order, so parts that are merged
 * in any order give the same bits. Rounded once, when it is read.
 *
 * <p>A long accumulator (Kulisch, Computer Arithmetic and Validity, 2008): a fixed-point number of
 * digits to the base 2^32, of which only those between the smallest and the largest term are kept.
 * Terms that are infinite or not a number make the sum so.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1;

  /** The exponent of the smallest double, the unit of the fixed-point number. */
  static final int UNIT = -1074;

  private static final long DIGIT = 0xffff_ffffL;

  /** Terms after which a digit, of less than 2^34 a term, is brought back to 32 bits. */
  private static final int TERMS_BEFORE_CARRY = 1 << 28;

  /** The place of the first digit that is kept. */
  private int low;

  /** Digits, the lowest first; between two carries they exceed the base and have signs. */
  private long[] digits = {};

  private int terms;

  /** The sum of the terms that are not finite; 0 without. */
  private double special;

  /** Adds a term. */
  void add(double term) {
    if (!Double.isFinite(term)) {
      special += term;
      return;
    }
    if (term == 0) {
      return;
    }
    long bits = Double.doubleToRawLongBits(term);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & 0xf_ffff_ffff_ffffL;
    // term = mantissa 2^(place + UNIT)
    long mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
    int place = Math.max(exponent, 1) - 1;
    int shift = place & 31;
    long lower = (mantissa & DIGIT) << shift;
    long upper = (mantissa >>> 32) << shift;
    int at = place >>> 5;
    cover(at, at + 3);
    int i = at - low;
    if (bits < 0) {
      digits[i] -= lower & DIGIT;
      digits[i + 1] -= (lower >>> 32) + (upper & DIGIT);
      digits[i + 2] -= upper >>> 32;
    } else {
      digits[i] += lower & DIGIT;
      digits[i + 1] += (lower >>> 32) + (upper & DIGIT);
      digits[i + 2] += upper >>> 32;
    }
    terms++;
    if (terms == TERMS_BEFORE_CARRY) {
      carry();
    }
  }

  /** Adds the exact product of two numbers, unless it underflows. */
  void addProduct(double x, double y) {
    double product = x * y;
    add(product);
    if (Double.isFinite(product)) {
      add(Math.fma(x, y, -product));
    }
  }

  /** Adds another sum to this one, and returns this one. */
  ExactSum merge(ExactSum other) {
    special += other.special;
    if (other.digits.length > 0) {
      carry();
      other.carry();
      cover(other.low, other.low + other.digits.length);
      for (int i = 0; i < other.digits.length; i++) {
        digits[other.low - low + i] += other.digits[i];
      }
      terms = 2;
    }
    return this;
  }

  /** Returns the sum, rounded to the nearest double. */
  double value() {
    return special == 0 ? rounded(units(), UNIT) : special;
  }

  /** Tells whether every term was finite. */
  boolean isFinite() {
    return special == 0;
  }

  /** Returns the sum of the finite terms as a multiple of 2^-1074. */
  BigInteger units() {
    carry();
    BigInteger sum = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    }
    return sum.shiftLeft(32 * low);
  }

  /** Returns units 2^exponent, rounded to the nearest double. */
  static double rounded(BigInteger units, int exponent) {
    BigInteger size = units.abs();
    int dropped = Math.max(0, size.bitLength() - 62);
    long head = size.shiftRight(dropped).longValue();
    if (dropped > 0 && size.getLowestSetBit() < dropped) {
      // What is dropped only decides a tie.
      head |= 1;
    }
    double value = Math.scalb((double) head, dropped + exponent);
    return units.signum() < 0 ? -value : value;
  }

  /** Makes room for the digits {@code from} to before {@code to}. */
  private void cover(int from, int to) {
    if (digits.length == 0) {
      low = from;
      digits = new long[to - from];
    } else if (from < low || to > low + digits.length) {
      int first = Math.min(low, from);
      long[] wider = new long[Math.max(low + digits.length, to) - first];
      System.arraycopy(digits, 0, wider, low - first, digits.length);
      low = first;
      digits = wider;
    }
  }

  /** Brings all digits but the last to 0 .. 2^32 - 1, and the last to 32 bits and a sign. */
  private void carry() {
    terms = 0;
    for (int i = 0; i < digits.length; i++) {
      long over = digits[i] >> 32;
      if (i == digits.length - 1) {
        if (over == 0 || over == -1) {
          break;
        }
        digits = Arrays.copyOf(digits, digits.length + 1);
      }
      digits[i] &= DIGIT;
      digits[i + 1] += over;
    }
  }

  /** Two sums are equal if their values are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactSum that
        && Double.compare(special, that.special) == 0
        && units().equals(that.units());
  }

  @Override
  public int hashCode() {
    return units().hashCode() + Double.hashCode(special);
  }

  @Override
  public String toString() {
    return Double.toString(value());
  }
}
