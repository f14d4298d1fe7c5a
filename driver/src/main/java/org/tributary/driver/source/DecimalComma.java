package org.tributary.driver.source;

import org.tributary.core.preparation.Decimals;

/**
 * Numbers with a decimal comma, as cells: {@code 1,5} is the text {@code 1.5}, which is what a
 * number is everywhere else. A number with a point stays text, see {@link TextOnly}.
 */
final class DecimalComma {
  private DecimalComma() {}

  /** Replaces the cells of a record. */
  static Object[] cells(Object[] cells) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof String text) {
        cells[i] = cell(text);
      }
    }
    return cells;
  }

  /** Returns the cell of a text. */
  static Object cell(String text) {
    int comma = text.indexOf(',');
    if (comma >= 0) {
      String number = text.substring(0, comma) + "." + text.substring(comma + 1);
      return text.indexOf('.') < 0 && isNumber(number) ? number : text;
    }
    return text.indexOf('.') >= 0 && isNumber(text) ? new TextOnly(text) : text;
  }

  private static boolean isNumber(String text) {
    return !Double.isNaN(Decimals.parse(text));
  }
}
