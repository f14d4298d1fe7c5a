package org.tributary.core.preparation;

/** Numbers as text. */
public final class Decimals {
  // Up to 15 digits a long and a power of ten are both exact as doubles, so that one division
  // rounds once: the result is the double nearest to the decimal (Clinger, PLDI 1990).
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private Decimals() {}

  /**
   * Returns the number that a text is: what {@link Double#parseDouble} takes, spaces around it
   * included, but neither hexadecimal nor with a trailing {@code f} or {@code d}.
   *
   * @return NaN if it is none, or is the text {@code NaN}
   */
  public static double parse(String text) {
    int length = text.length();
    boolean negative = length > 0 && text.charAt(0) == '-';
    long digits = 0;
    int count = 0;
    int whole = -1;
    for (int i = negative ? 1 : 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && count < EXACT_DIGITS) {
        digits = 10 * digits + (c - '0');
        count++;
      } else if (c == '.' && whole < 0) {
        whole = count;
      } else {
        return parseAny(text);
      }
    }
    if (count == 0) {
      return parseAny(text);
    }
    double magnitude = whole < 0 ? digits : digits / POWERS[count - whole];
    return negative ? -magnitude : magnitude;
  }

  /**
   * Returns the number that ASCII text is, if it is written without an exponent and with few
   * digits.
   *
   * @param from the first byte
   * @param to the byte after the last
   * @param point the decimal separator
   * @return NaN if it is none, or a number that {@link #parse(String)} must read
   */
  public static double parse(byte[] text, int from, int to, byte point) {
    boolean negative = from < to && text[from] == '-';
    long digits = 0;
    int count = 0;
    int whole = -1;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9 && count < EXACT_DIGITS) {
        digits = 10 * digits + digit;
        count++;
      } else if (text[i] == point && whole < 0) {
        whole = count;
      } else {
        return Double.NaN;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    double magnitude = whole < 0 ? digits : digits / POWERS[count - whole];
    return negative ? -magnitude : magnitude;
  }

  private static double parseAny(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()
        || trimmed.chars().anyMatch(c -> c <= ' ')
        || "fFdD".indexOf(trimmed.charAt(trimmed.length() - 1)) >= 0
        || trimmed.indexOf('x') >= 0
        || trimmed.indexOf('X') >= 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(trimmed);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
