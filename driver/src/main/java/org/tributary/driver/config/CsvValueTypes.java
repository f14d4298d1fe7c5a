package org.tributary.driver.config;

import java.util.Optional;
import org.tributary.driver.spec.FormatSpec;

/** The types of keys that say how files of CSV are written. */
final class CsvValueTypes {
  private CsvValueTypes() {}

  /**
   * What separates fields of CSV; empty for {@code auto}. A tab may be spelled {@code \t} or {@code
   * tab}.
   */
  static ValueType<Optional<Character>> delimiter() {
    return new ValueType<>(
        "one character other than a double quote or a line break; or tab, or auto",
        value ->
            ValueTypes.scalar(value)
                .flatMap(
                    text ->
                        switch (text) {
                          case "auto" -> Optional.of(Optional.empty());
                          case "tab", "\\t" -> Optional.of(Optional.of('\t'));
                          default -> Optional.of(character(text)).filter(Optional::isPresent);
                        }),
        delimiter -> delimiter.map(String::valueOf).orElse("auto"));
  }

  /** What escapes a quote within quotes; empty for {@code quote}, a second quote. */
  static ValueType<Optional<Character>> escape() {
    return new ValueType<>(
        "quote, or one character other than a double quote or a line break",
        value ->
            ValueTypes.scalar(value)
                .flatMap(
                    text ->
                        text.equals("quote") || text.equals("\"")
                            ? Optional.of(Optional.empty())
                            : Optional.of(character(text)).filter(Optional::isPresent)),
        escape -> escape.map(String::valueOf).orElse("quote"));
  }

  /** A decimal separator, spelled as it is or by its name. */
  static ValueType<FormatSpec.Csv.Decimal> decimalMark() {
    return new ValueType<>(
        "\".\" or \",\"",
        value ->
            ValueTypes.scalar(value)
                .flatMap(
                    text ->
                        switch (text) {
                          case ".", "point" -> Optional.of(FormatSpec.Csv.Decimal.POINT);
                          case ",", "comma" -> Optional.of(FormatSpec.Csv.Decimal.COMMA);
                          default -> Optional.empty();
                        }),
        decimal -> String.valueOf(decimal.character()));
  }

  /** The name of a character set. */
  static ValueType<String> encoding() {
    return new ValueType<>(
        "a character set that Java supports, such as UTF-8, UTF-16, windows-1252 or ISO-8859-1",
        value -> ValueTypes.scalar(value).map(String::strip).filter(FormatSpec.Csv::isCharset),
        name -> name);
  }

  private static Optional<Character> character(String text) {
    boolean legal = text.length() == 1 && "\"\r\n".indexOf(text.charAt(0)) < 0;
    return legal && !Character.isSurrogate(text.charAt(0))
        ? Optional.of(text.charAt(0))
        : Optional.empty();
  }
}
