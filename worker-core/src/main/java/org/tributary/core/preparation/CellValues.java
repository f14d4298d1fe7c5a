package org.tributary.core.preparation;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/**
 * What a Java value in a cell means: a number, text, boolean, date or time, or nothing. The one
 * table of these meanings, beside that of texts in {@link CellText}.
 */
public final class CellValues {
  private CellValues() {}

  /** Returns whether there is no value: null, NaN, or text that says so. */
  public static boolean isMissing(Object value) {
    return value == null
        || (value instanceof String text && CellText.isMissing(text))
        || (value instanceof Double number && number.isNaN())
        || (value instanceof Float single && single.isNaN());
  }

  /**
   * Returns the number that a value stands for in a column of one cell a row; NaN if it is missing,
   * or is not what the column holds.
   */
  public static double encoded(Object value, Encoding encoding) {
    if (isMissing(value)) {
      return Double.NaN;
    }
    if (encoding instanceof Encoding.Plain plain) {
      return switch (plain) {
        case NUMBER -> number(value);
        case BOOLEAN -> flag(value);
        case DATE -> days(value);
      };
    }
    return encoding.encode(categoryName(value));
  }

  /** Returns the number that a value is; NaN if it is missing or none. Booleans are 1 and 0. */
  public static double number(Object value) {
    if (value instanceof String text) {
      return Decimals.parse(text);
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof Boolean flag ? (flag ? 1 : 0) : Double.NaN;
  }

  /**
   * Returns 1 or 0 for a boolean, for a number that is 1 or 0, and for text of either or that says
   * so, see {@link CellText#flag}; NaN for anything else.
   */
  public static double flag(Object value) {
    double flag = value instanceof String text ? CellText.flag(text) : number(value);
    if (Double.isNaN(flag) && value instanceof String text) {
      flag = Decimals.parse(text);
    }
    return flag == 0 || flag == 1 ? flag : Double.NaN;
  }

  /** Returns the days from 1970-01-01, 00:00 UTC, to a date or a time; NaN for anything else. */
  public static double days(Object value) {
    if (value instanceof String text) {
      return CellText.days(text);
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toEpochDay();
    }
    if (value instanceof Timestamp time) {
      return days(time.toInstant());
    }
    if (value instanceof LocalDateTime time) {
      return CellText.days(time);
    }
    if (value instanceof Instant time) {
      return CellText.days(time.getEpochSecond(), time.getNano());
    }
    if (value instanceof OffsetDateTime time) {
      return days(time.toInstant());
    }
    return value instanceof ZonedDateTime time ? days(time.toInstant()) : Double.NaN;
  }

  /**
   * Returns the class or category that a value names, see {@link CellText#category}: 3, 3.0, "3"
   * and "+3.0" are "3". A missing one has the empty name.
   */
  public static String categoryName(Object value) {
    if (isMissing(value)) {
      return "";
    }
    if (value instanceof String text) {
      return CellText.category(text);
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return number == Math.rint(number) && Double.isFinite(number)
          ? Encoding.Categories.name(number)
          : value.toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }
}
