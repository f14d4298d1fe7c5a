package org.tributary.driver.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts names to enum constants, ignoring case, as their {@code toString} returns them. */
final class EnumConverter {
  private EnumConverter() {}

  /** Returns the converter of an enum. */
  static <E extends Enum<E>> ITypeConverter<E> of(Class<E> type) {
    return word ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.toString().equalsIgnoreCase(word.replace('_', '-')))
            .findFirst()
            .orElseThrow(() -> new TypeConversionException(expected(type, word)));
  }

  private static String expected(Class<? extends Enum<?>> type, String word) {
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(Enum::toString)
            .collect(Collectors.joining(", "));
    return "%s (expected one of %s)".formatted(word, words);
  }
}
