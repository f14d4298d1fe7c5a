package org.tributary.driver.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of an enum, in upper or lower case, as its {@code toString} writes them. */
final class EnumConverter {
  private EnumConverter() {}

  /** Returns the reader of an enum. */
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
