package org.tributary.driver.source;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

/**
 * How a table of CSV is written.
 *
 * @param delimiter what separates fields
 * @param escape what escapes a quote within a quoted field; {@link #QUOTE} for a second quote
 * @param decimal the decimal separator
 * @param encoding name of the character set
 * @param multiline whether quoted fields may contain line breaks
 */
record CsvDialect(
    char delimiter, char escape, Decimal decimal, String encoding, Multiline multiline)
    implements Serializable {
  static final char QUOTE = '"';

  private static final int ASCII = 128;

  /** Returns the same with a decimal point, which leaves every cell as it is. */
  CsvDialect withPoint() {
    return new CsvDialect(delimiter, escape, Decimal.POINT, encoding, multiline);
  }

  /** Returns the same with line breaks in fields, or without. */
  CsvDialect withMultiline(Multiline other) {
    return new CsvDialect(delimiter, escape, decimal, encoding, other);
  }

  /** Returns the name of the character set of records as {@link CsvScanner} reads them. */
  String recordEncoding() {
    return isByteWise(Charset.forName(encoding)) ? encoding : StandardCharsets.UTF_8.name();
  }

  /** Returns what to do about text of another encoding, in parentheses after a blank. */
  String encodingRemedy() {
    boolean utf8 = Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    return " (set data.csv.encoding%s)".formatted(utf8 ? ", such as windows-1252" : "");
  }

  /** Returns whether numbers can be parsed from the bytes of a record. */
  boolean hasAsciiDelimiter() {
    return delimiter < ASCII;
  }

  /**
   * Returns whether the delimiters, quotes and line breaks of a text can be found in its bytes,
   * because each byte below 128 stands for its character in ASCII.
   */
  static boolean isByteWise(Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return true;
    }
    if (charset.newEncoder().maxBytesPerChar() != 1) {
      return false;
    }
    byte[] ascii = new byte[ASCII];
    for (int i = 0; i < ASCII; i++) {
      ascii[i] = (byte) i;
    }
    return new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
  }
}
