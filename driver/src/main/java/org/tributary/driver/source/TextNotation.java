package org.tributary.driver.source;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tributary.core.preparation.CellValues;

/**
 * How text writes a number or a date that a cell cannot be: people and spreadsheets write these,
 * and a column of them would count as one of categories.
 */
public enum TextNotation {
  /** A comma for the decimal point: {@code 1,5}. */
  DECIMAL_COMMA(
      "numbers with a decimal comma",
      "write 1.5 for 1,5, or for CSV set data.csv.decimal = \",\"",
      "[+-]?[0-9]*,[0-9]+"),
  /** Digits in groups: {@code 1,234.5}, {@code 1.234,5}, {@code 1 234}, {@code 1'234}. */
  THOUSANDS(
      "numbers with thousands separators",
      "write 1234.5 for 1,234.5",
      "[+-]?[1-9][0-9]{0,2}(?:([,.'\u2019 \u00a0\u2009\u202f])[0-9]{3})(?:\\1[0-9]{3})*(?:[.,][0-9]+)?"),
  /** A number in percent: {@code 12.5 %}. */
  PERCENT(
      "numbers with a percent sign",
      "write 12.5 for 12.5 %",
      "[+-]?[0-9][0-9.,]*[ \u00a0\u202f]?[%\u2030]"),
  /** An amount of money: {@code $1,200.50}, {@code 1200 EUR}. */
  CURRENCY(
      "numbers with a currency",
      "write 1200.5 for $1,200.50",
      "[+-]?(?:\\p{Sc}|[A-Z]{1,3}\\p{Sc})[ \u00a0\u202f]?[+-]?[0-9][0-9.,'\u2019 \u00a0\u202f]*"
          + "|[+-]?[0-9][0-9.,'\u2019 \u00a0\u202f]*\\p{Sc}"
          + "|(?:USD|EUR|GBP|CHF|JPY|CNY|INR)[ \u00a0]?[+-]?[0-9][0-9.,'\u2019 \u00a0\u202f]*"
          + "|[+-]?[0-9][0-9.,'\u2019 \u00a0\u202f]*(?:USD|EUR|GBP|CHF|JPY|CNY|INR)"),
  /** A date, with or without a time, that is not of ISO 8601: {@code 31.01.2026}. */
  DATE(
      "dates in another notation than ISO 8601",
      "write 2026-01-31 or 2026-01-31T12:00:00",
      "(?:DAY([./-])MONTH\\1(?:[0-9]{4}|[0-9]{2})|MONTH([./-])DAY\\2(?:[0-9]{4}|[0-9]{2})"
          + "|[0-9]{4}([./-])MONTH\\3DAY|[0-9]{4}[/-]MONTH"
          + "|DAY[. -]+NAME[ ,-]+(?:[0-9]{4}|[0-9]{2})|NAME[ -]DAY,?[ -][0-9]{4})(?:[T ,].*)?");

  private static final int LONGEST = 64;

  /** Signs such as a dash, which people write where there is no value. */
  private static final Pattern NO_VALUE = Pattern.compile("[^\\p{L}\\p{N}]{1,5}");

  private final String meaning;
  private final String fix;
  private final Pattern pattern;

  TextNotation(String meaning, String fix, String pattern) {
    this.meaning = meaning;
    this.fix = fix;
    this.pattern =
        Pattern.compile(
            pattern
                .replace("NAME", "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?")
                .replace("MONTH", "(?:0?[1-9]|1[0-2])")
                .replace("DAY", "(?:0?[1-9]|[12][0-9]|3[01])"));
  }

  /** Returns the notations that a text may be in: several, as 1,234 is 1234 or 1.234. */
  public static List<TextNotation> of(String text) {
    String word = text.strip();
    if (word.length() > LONGEST || word.chars().noneMatch(c -> c >= '0' && c <= '9')) {
      return List.of();
    }
    return Stream.of(values())
        .filter(notation -> notation.pattern.matcher(word).matches())
        .toList();
  }

  /**
   * Returns what may be meant by a cell that is not what its column holds, and how to write or read
   * it, in parentheses after a blank; empty if nothing is known of it.
   */
  public static String hint(Object cell) {
    if (cell instanceof TextOnly) {
      return " (a number with a decimal point, where data.csv.decimal is \",\"; set data.csv.decimal = \".\")";
    }
    if (!(cell instanceof String text) || !Double.isNaN(CellValues.number(text))) {
      return "";
    }
    if (NO_VALUE.matcher(text.strip()).matches()) {
      return " (leave cells without a value empty)";
    }
    List<TextNotation> notations = of(text);
    return notations.isEmpty()
        ? ""
        : notations.stream()
            .map(notation -> notation.meaning + ": " + notation.fix)
            .collect(Collectors.joining("; or ", " (", ")"));
  }

  /** Returns what such texts are, as what follows "the cells are ". */
  public String meaning() {
    return meaning;
  }

  /** Returns how they are to be written. */
  public String fix() {
    return fix;
  }
}
