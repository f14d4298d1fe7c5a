package org.tributary.driver.source;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a record of CSV in which a character such as {@code \} escapes a quote within a quoted
 * field, as Spark writes it. It also escapes itself there; before every other character, and in a
 * field without quotes, it stands for itself. A doubled quote is a quote, too.
 */
final class EscapedFields {
  private static final char QUOTE = CsvDialect.QUOTE;

  private final String record;
  private final char delimiter;
  private final char escape;
  private final List<Object> cells = new ArrayList<>();
  private int at;

  private EscapedFields(String record, char delimiter, char escape) {
    this.record = record;
    this.delimiter = delimiter;
    this.escape = escape;
  }

  /** Returns the fields, or {@link Malformed#cells}. */
  static Object[] of(String record, char delimiter, char escape) {
    return new EscapedFields(record, delimiter, escape).cells();
  }

  private Object[] cells() {
    while (true) {
      if (at < record.length() && record.charAt(at) == QUOTE) {
        at++;
        StringBuilder field = new StringBuilder();
        if (!quoted(field)) {
          return Malformed.cells("a quoted field does not end");
        }
        cells.add(field.toString());
        if (at < record.length() && record.charAt(at) != delimiter) {
          return Malformed.cells(
              "Unexpected character after closing quote: '%s'".formatted(record.charAt(at)));
        }
      } else {
        int end = record.indexOf(delimiter, at);
        int stop = end < 0 ? record.length() : end;
        cells.add(record.substring(at, stop));
        at = stop;
      }
      if (at == record.length()) {
        return cells.toArray();
      }
      at++;
    }
  }

  /** Reads to the end of a quoted field; returns whether it has one. */
  private boolean quoted(StringBuilder field) {
    while (at < record.length()) {
      char c = record.charAt(at++);
      boolean more = at < record.length();
      if (c == escape && more && (record.charAt(at) == QUOTE || record.charAt(at) == escape)) {
        field.append(record.charAt(at++));
      } else if (c != QUOTE) {
        field.append(c);
      } else if (more && record.charAt(at) == QUOTE) {
        field.append(QUOTE);
        at++;
      } else {
        return true;
      }
    }
    return false;
  }
}
