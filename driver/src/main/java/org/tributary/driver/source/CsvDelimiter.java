package org.tributary.driver.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;

/** Detects what separates the fields of a file. */
final class CsvDelimiter {
  /** What separates fields in practice. */
  private static final String CANDIDATES = ",;\t|";

  private CsvDelimiter() {}

  /** Returns the last bytes of the delimiters that can be detected. */
  static byte[] candidates() {
    byte[] bytes = new byte[CANDIDATES.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) CANDIDATES.charAt(i);
    }
    return bytes;
  }

  /** Returns all that may separate the fields of a file. */
  static String all(FormatSpec.Csv format) {
    return CANDIDATES + format.delimiter().map(String::valueOf).orElse("");
  }

  /** Tells whether a delimiter separates a record. */
  static boolean separates(String record, char delimiter, FormatSpec.Csv format) {
    return delimiter != format.decimal().character() && width(record, delimiter, format) > 1;
  }

  /** Tells whether more than one candidate separates a record. */
  static boolean isAmbiguous(String record, FormatSpec.Csv format) {
    return found(record, format).size() > 1;
  }

  /**
   * Returns the only candidate that separates the first record of a file. Of several, it is the one
   * with the same number of fields in the second record. Without any, there is one column, and it
   * is a comma, or a semicolon where the comma is the decimal separator.
   *
   * @param file the file in messages
   * @param first the first record, or the first two
   * @throws DataException if more than one candidate is left, or only the decimal comma
   */
  static char detect(String file, List<String> first, FormatSpec.Csv format) {
    List<Character> found = found(first.get(0), format);
    if (found.size() > 1 && first.size() > 1) {
      List<Character> equal =
          found.stream()
              .filter(c -> width(first.get(0), c, format) == width(first.get(1), c, format))
              .toList();
      found = equal.isEmpty() ? found : equal;
    }
    if (found.size() > 1) {
      String fields =
          found.stream()
              .map(c -> spelled(c) + " (" + width(first.get(0), c, format) + " fields)")
              .collect(Collectors.joining(" or "));
      throw new DataException(
          "Cannot read %s: the fields of its first line may be separated by %s; set"
                  .formatted(file, fields)
              + " data.csv.delimiter");
    }
    if (found.isEmpty()) {
      requireNoOtherDecimal(file, first.get(0), format);
      return format.decimal() == Decimal.COMMA ? ';' : ',';
    }
    return found.get(0);
  }

  /**
   * Refuses a delimiter that does not separate a record, if another one does.
   *
   * @throws DataException naming the delimiter that it seems to have, and the setting
   */
  static void requireSeparates(String file, String record, char delimiter, FormatSpec.Csv format) {
    Optional<Character> other = found(record, format).stream().findFirst();
    if (width(record, delimiter, format) > 1) {
      return;
    }
    requireNoOtherDecimal(file, record, format);
    if (other.isPresent()) {
      throw new DataException(
          ("Cannot read %s: data.csv.delimiter is %s, which its first line does not contain; its"
                  + " fields seem to be separated by %s; set data.csv.delimiter = %s, or auto")
              .formatted(
                  file,
                  spelled(delimiter),
                  spelled(other.get()),
                  other.get() == '\t' ? "tab" : spelled(other.get())));
    }
  }

  /** Refuses a record that only commas separate, where the comma is the decimal separator. */
  private static void requireNoOtherDecimal(String file, String record, FormatSpec.Csv format) {
    if (format.decimal() == Decimal.COMMA
        && found(record, format).isEmpty()
        && width(record, ',', format) > 1) {
      throw new DataException(
          ("Cannot read %s: the fields of its first line are separated by \",\", which is its"
                  + " decimal separator; set data.csv.delimiter = \",\" and data.csv.decimal = \".\"")
              .formatted(file));
    }
  }

  private static List<Character> found(String record, FormatSpec.Csv format) {
    return CANDIDATES
        .chars()
        .mapToObj(c -> (char) c)
        .filter(c -> c != format.decimal().character() && width(record, c, format) > 1)
        .toList();
  }

  private static int width(String record, char delimiter, FormatSpec.Csv format) {
    int delimiters = 0;
    boolean quoted = false;
    char previous = delimiter;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      boolean quote = c == CsvDialect.QUOTE;
      if (quoted && format.escape().equals(Optional.of(c))) {
        i++;
      } else if (quoted) {
        quoted = !quote;
      } else if (quote && separates(previous, delimiter)) {
        quoted = true;
      } else if (c == delimiter) {
        delimiters++;
      }
      // A doubled quote ends the field and begins it again.
      previous = quote && !quoted ? delimiter : c;
    }
    return delimiters + 1;
  }

  private static boolean separates(char c, char delimiter) {
    return c == delimiter || CANDIDATES.indexOf(c) >= 0;
  }

  private static String spelled(char delimiter) {
    return delimiter == '\t' ? "a tab" : "\"" + delimiter + "\"";
  }
}
