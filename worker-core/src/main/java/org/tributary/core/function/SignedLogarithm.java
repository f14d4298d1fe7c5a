package org.tributary.core.function;

/** The logarithm of a magnitude with the sign of the number, s(x) = sign(x) ln(1 + |x|). */
public final class SignedLogarithm {
  private SignedLogarithm() {}

  /** Returns s(x); NaN for NaN. */
  public static double of(double number) {
    return Math.copySign(StrictMath.log1p(Math.abs(number)), number);
  }

  /** Returns the x of s(x), sign(s) (e^|s| - 1). */
  public static double inverse(double logarithm) {
    return Math.copySign(StrictMath.expm1(Math.abs(logarithm)), logarithm);
  }
}
