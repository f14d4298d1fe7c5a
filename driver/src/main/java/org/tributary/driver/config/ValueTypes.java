package org.tributary.driver.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.tributary.core.preparation.Fill;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.KindRule;

/**
 * The types that keys have. A number or a boolean may stand as text, as it does on the command
 * line.
 */
final class ValueTypes {
  private static final String AUTO = "auto";

  private ValueTypes() {}

  /** Text of one character or more; numbers and booleans as they are spelled. */
  static ValueType<String> text() {
    return new ValueType<>(
        "text", value -> scalar(value).filter(text -> !text.isBlank()), text -> text);
  }

  /** An integer of a range, both ends included. */
  static ValueType<Integer> integer(int least, int most) {
    return new ValueType<>(
        "an integer from " + least + " to " + most,
        value -> whole(value, n -> n >= least && n <= most).map(Long::intValue),
        n -> n);
  }

  /** An integer of 64 bits of a range, both ends included. */
  static ValueType<Long> longInteger(long least, long most) {
    return new ValueType<>(
        "an integer from " + least + " to " + most,
        value -> whole(value, n -> n >= least && n <= most),
        n -> n);
  }

  /** An integer of 64 bits. */
  static ValueType<Long> longInteger() {
    return new ValueType<>(
        "an integer from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE,
        value -> whole(value, n -> true),
        n -> n);
  }

  /** A number of a range, both ends included, which are given as messages spell them. */
  static ValueType<Double> real(String least, String most) {
    double from = Double.parseDouble(least);
    double to = Double.parseDouble(most);
    return real("a number from " + least + " to " + most, x -> x >= from && x <= to);
  }

  /** A number from 0 to less than 1. */
  static ValueType<Double> part() {
    return real("a number from 0 to less than 1", x -> x >= 0 && x < 1);
  }

  private static ValueType<Double> real(String expected, DoublePredicate range) {
    return new ValueType<>(
        expected, value -> decimal(value).map(BigDecimal::doubleValue).filter(range::test), x -> x);
  }

  /** A boolean, in any of HOCON's spellings. */
  static ValueType<Boolean> bool() {
    return new ValueType<>(
        "true or false",
        value ->
            scalar(value)
                .flatMap(
                    text ->
                        switch (text) {
                          case "true", "yes", "on" -> Optional.of(true);
                          case "false", "no", "off" -> Optional.of(false);
                          default -> Optional.empty();
                        }),
        flag -> flag);
  }

  /** One of an enum's constants, in lower case with dashes. */
  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names = Arrays.stream(constants).map(ValueTypes::name).collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + names,
        value ->
            scalar(value)
                .flatMap(
                    text -> Arrays.stream(constants).filter(e -> name(e).equals(text)).findFirst()),
        ValueTypes::name);
  }

  /** A constant of an enum by its name, or {@code auto} for none. */
  static <E extends Enum<E>> ValueType<Optional<E>> choiceOrAuto(Class<E> type) {
    ValueType<E> choice = choice(type);
    return new ValueType<>(
        choice.expected() + ", auto",
        value -> {
          if (scalar(value).filter(AUTO::equals).isPresent()) {
            return Optional.of(Optional.empty());
          }
          Optional<E> read = choice.read(value);
          return read.isEmpty() ? Optional.empty() : Optional.of(read);
        },
        constant -> constant.<Object>map(choice::write).orElse(AUTO));
  }

  /** What a missing number counts as: mean, median, refuse, or a number. */
  static ValueType<Fill> fill() {
    return new ValueType<>(
        "mean, median, refuse or a number",
        value ->
            scalar(value)
                .flatMap(
                    text ->
                        switch (text) {
                          case "mean" -> Optional.of(new Fill.Mean());
                          case "median" -> Optional.of(new Fill.Median());
                          case "refuse" -> Optional.of(new Fill.Refuse());
                          default ->
                              decimal(value)
                                  .map(BigDecimal::doubleValue)
                                  .filter(Double::isFinite)
                                  .map(Fill.Constant::new);
                        }),
        ValueTypes::spell);
  }

  private static Object spell(Fill fill) {
    if (fill instanceof Fill.Constant constant) {
      return constant.number();
    }
    return fill.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** A table of names of columns and their kinds; the longest of the names that match wins. */
  static ValueType<List<KindRule>> kinds() {
    ValueType<ColumnKind> kind = choice(ColumnKind.class);
    return new ValueType<>(
        "a table such as { zip = category, \"x*\" = number }, of kinds that are " + kind.expected(),
        value ->
            value instanceof ConfigObject table
                ? rules(table, kind)
                : elements(value, text()).filter(List::isEmpty).map(none -> List.of()),
        rules -> {
          Map<String, Object> table = new LinkedHashMap<>();
          rules.forEach(rule -> table.put(rule.pattern(), kind.write(rule.kind())));
          return table.isEmpty() ? List.of() : table;
        });
  }

  private static Optional<List<KindRule>> rules(ConfigObject table, ValueType<ColumnKind> kind) {
    List<KindRule> rules = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> entry : table.entrySet()) {
      Optional<ColumnKind> read = kind.read(entry.getValue());
      if (read.isEmpty() || entry.getKey().isBlank()) {
        return Optional.empty();
      }
      rules.add(new KindRule(entry.getKey(), read.get()));
    }
    rules.sort(
        Comparator.comparingInt((KindRule rule) -> -rule.pattern().length())
            .thenComparing(KindRule::pattern));
    return Optional.of(List.copyOf(rules));
  }

  /** Returns the name of an enum's constant in a configuration: lower case, with dashes. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A list of distinct texts, {@code least} or more; a single one is a list of one. */
  static ValueType<List<String>> distinctTexts(int least) {
    String names = least == 0 ? "distinct names" : least + " or more distinct names";
    ValueType<List<String>> list = list(names, text());
    return new ValueType<>(
        list.expected(),
        value ->
            list.read(value)
                .filter(all -> all.size() >= least)
                .filter(all -> new HashSet<>(all).size() == all.size()),
        list.writing());
  }

  /** A section of texts, whose keys may have dots. */
  static ValueType<Map<String, String>> texts() {
    return new ValueType<>(
        "a section of texts, numbers and booleans",
        ValueTypes::entries,
        texts -> new TreeMap<>(texts));
  }

  private static Optional<Map<String, String>> entries(ConfigValue value) {
    if (!(value instanceof ConfigObject section)) {
      return Optional.empty();
    }
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : section.toConfig().entrySet()) {
      Optional<String> text = scalar(entry.getValue());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.put(String.join(".", ConfigUtil.splitPath(entry.getKey())), text.get());
    }
    return Optional.of(Map.copyOf(texts));
  }

  /** A path, or a list of distinct ones. A single one is written without brackets. */
  static ValueType<List<String>> paths() {
    ValueType<List<String>> list = distinctTexts(1);
    return new ValueType<>(
        "a path, or a list of distinct paths",
        list.reading(),
        paths -> paths.size() == 1 ? paths.get(0) : list.write(paths));
  }

  /** A list; a single element is a list of one. */
  static <T> ValueType<List<T>> list(String elements, ValueType<T> element) {
    return list(elements, element, Integer.MAX_VALUE);
  }

  /** A list of at most {@code most} elements; a single element is a list of one. */
  static <T> ValueType<List<T>> list(String elements, ValueType<T> element, int most) {
    return new ValueType<>(
        "a list of " + elements,
        value -> elements(value, element).filter(list -> list.size() <= most),
        list -> list.stream().map(element::write).toList());
  }

  /** A duration with its unit and a maximum number of days; {@code none} is empty. */
  static ValueType<Optional<Duration>> optionalDuration(int days) {
    return new ValueType<>(
        "a duration with its unit such as 30s, 10m or 2h, from 1ns to " + days + "d; or none",
        value ->
            scalar(value).flatMap(text -> duration(value, text.strip(), Duration.ofDays(days))),
        duration -> duration.map(ValueTypes::spell).orElse("none"));
  }

  /** Returns a string, number or boolean as it is spelled; empty for a list or an object. */
  static Optional<String> scalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("value").getString("value"));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> decimal(ConfigValue value) {
    // BigDecimal also reads the digits of other scripts.
    return scalar(value)
        .map(String::strip)
        .filter(text -> text.chars().allMatch(c -> c < 128))
        .flatMap(
            text -> {
              try {
                return Optional.of(new BigDecimal(text));
              } catch (NumberFormatException e) {
                return Optional.empty();
              }
            });
  }

  private static Optional<Long> whole(ConfigValue value, LongPredicate range) {
    return decimal(value)
        .flatMap(
            number -> {
              try {
                return Optional.of(number.longValueExact());
              } catch (ArithmeticException e) {
                return Optional.empty();
              }
            })
        .filter(range::test);
  }

  private static <T> Optional<List<T>> elements(ConfigValue value, ValueType<T> type) {
    if (value.valueType() != ConfigValueType.LIST) {
      return type.read(value).map(List::of);
    }
    List<T> elements = new ArrayList<>();
    for (ConfigValue each : (ConfigList) value) {
      Optional<T> element = type.read(each);
      if (element.isEmpty()) {
        return Optional.empty();
      }
      elements.add(element.get());
    }
    return Optional.of(List.copyOf(elements));
  }

  private static Optional<Optional<Duration>> duration(
      ConfigValue value, String text, Duration most) {
    if (text.equals("none")) {
      return Optional.of(Optional.empty());
    }
    boolean unit = !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
    if (!unit) {
      return Optional.empty();
    }
    try {
      Duration duration = value.atKey("value").getDuration("value");
      return duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(most) <= 0
          ? Optional.of(Optional.of(duration))
          : Optional.empty();
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  private static String spell(Duration duration) {
    if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      return duration.toSeconds() + "s";
    }
    return duration.equals(Duration.ofMillis(duration.toMillis()))
        ? duration.toMillis() + "ms"
        : duration.toNanos() + "ns";
  }
}
