package org.tributary.core.preparation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the text of a cell means, whatever the source: missing, a boolean, a date or a category. The
 * one table of these meanings.
 */
public final class CellText {
  /** Words for a missing cell, besides blank text. */
  private static final Set<String> MISSING =
      Set.of(
          "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NaN", "nan", "-NaN", "-nan", "NULL", "null",
          "None", "?");

  private static final Set<String> TRUE = Set.of("true", "yes", "t", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "f", "n");

  private static final double NANOS_A_DAY = 86_400e9;

  private static final int DATE_LENGTH = 10;

  private CellText() {}

  /** Returns the texts that say that there is no value, without blank ones but the empty. */
  public static List<String> missingWords() {
    return Stream.concat(Stream.of(""), MISSING.stream().sorted()).toList();
  }

  /** Tells whether a text says that there is no value: it is blank, or one of a few words. */
  public static boolean isMissing(String text) {
    return text.isBlank() || MISSING.contains(text.strip());
  }

  /**
   * Returns 1 for true, yes, t and y, 0 for false, no, f and n, in upper or lower case; NaN for
   * anything else.
   */
  public static double flag(String text) {
    String word = text.strip();
    if (word.length() > 5) {
      return Double.NaN;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? 1 : FALSE.contains(lower) ? 0 : Double.NaN;
  }

  /**
   * Returns the days from 1970-01-01, 00:00 UTC, to a date or a time in ISO 8601, such as {@code
   * 2026-01-31}, {@code 2026-01-31T12:00:00}, the same with a space for the T, or with an offset
   * from UTC; without one, UTC is meant. NaN for anything else.
   */
  public static double days(String text) {
    String word = text.strip();
    if (word.length() < DATE_LENGTH || word.charAt(4) != '-' || word.charAt(7) != '-') {
      return Double.NaN;
    }
    try {
      if (word.length() == DATE_LENGTH) {
        return LocalDate.parse(word).toEpochDay();
      }
      String time = word.replace(' ', 'T');
      int last = time.charAt(time.length() - 1);
      boolean offset = last == 'Z' || time.indexOf('+') > 0 || time.lastIndexOf('-') > DATE_LENGTH;
      return days(
          offset
              ? OffsetDateTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(time));
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  /** Returns the days from 1970-01-01, 00:00, to a time. */
  public static double days(LocalDateTime time) {
    return time.toLocalDate().toEpochDay() + time.toLocalTime().toNanoOfDay() / NANOS_A_DAY;
  }

  /** Returns the days from 1970-01-01, 00:00 UTC, to a moment in seconds and nanoseconds. */
  public static double days(long epochSecond, int nanos) {
    return days(LocalDateTime.ofEpochSecond(epochSecond, nanos, ZoneOffset.UTC));
  }

  /**
   * Returns the name of the category or class that a text is: without spaces around it; a whole
   * number has one name however it is written, so that 3, 3.0 and +3 are "3". Text with leading
   * zeros or an exponent stays as it is.
   */
  public static String category(String text) {
    String name = text.strip();
    int length = name.length();
    boolean signed = length > 0 && (name.charAt(0) == '-' || name.charAt(0) == '+');
    int start = signed ? 1 : 0;
    int whole = start;
    while (whole < length && isDigit(name.charAt(whole))) {
      whole++;
    }
    if (whole == start || (whole > start + 1 && name.charAt(start) == '0')) {
      return name;
    }
    if (whole < length && (name.charAt(whole) != '.' || whole + 1 == length)) {
      return name;
    }
    for (int i = whole + 1; i < length; i++) {
      if (name.charAt(i) != '0') {
        return name;
      }
    }
    boolean negative = name.charAt(0) == '-';
    String digits = name.substring(start, whole);
    return negative && !digits.equals("0") ? "-" + digits : digits;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
