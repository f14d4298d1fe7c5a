package org.tributary.driver.dataset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.source.TextNotation;

/**
 * Text that is likely to mean something else than what it counts as, in sentences: numbers and
 * dates in other notations, numbers among words, codes of digits, and names that differ in their
 * spelling alone.
 */
final class DoubtfulText {
  /** From this share of the cells on, numbers among words are worth a warning. */
  private static final double MANY_NUMBERS = 0.5;

  private static final int SHOWN = 8;
  private static final int EXAMPLES = 3;

  private DoubtfulText() {}

  /**
   * Returns the warnings about columns that count as categories because of their cells.
   *
   * @param columns profiles by the names of the columns
   */
  static List<String> ofCategories(Map<String, ColumnProfile> columns) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    Map<String, String> first = new LinkedHashMap<>();
    columns.forEach(
        (name, column) ->
            doubt(column, true)
                .ifPresent(
                    doubt -> {
                      byReason.computeIfAbsent(doubt.key(), none -> new ArrayList<>()).add(name);
                      first.putIfAbsent(doubt.key(), doubt.reason());
                    }));
    List<String> warnings = new ArrayList<>();
    byReason.forEach(
        (key, names) ->
            warnings.add(
                "%s as categories, because %s; for categories, set data.columns = %s."
                    .formatted(some(names, "counts", "count"), first.get(key), rule(names))));
    return warnings;
  }

  /**
   * Returns the warning about columns of numbers whose digits begin with zeros.
   *
   * @param columns profiles by the names of the columns
   */
  static List<String> ofNumbers(Map<String, ColumnProfile> columns) {
    List<String> codes =
        columns.entrySet().stream()
            .filter(c -> !c.getValue().texts().code().isEmpty() && !c.getValue().hasFractions())
            .map(Map.Entry::getKey)
            .toList();
    if (codes.isEmpty()) {
      return List.of();
    }
    return List.of(
        "%s as numbers, but some have leading zeros, such as %s, as codes do; for codes, set data.columns = %s."
            .formatted(
                some(codes, "counts", "count"),
                columns.get(codes.get(0)).texts().code(),
                rule(codes)));
  }

  /**
   * Returns the warning about names of a column that differ in their spelling alone, if there are
   * some.
   *
   * @param what what the names are, such as "categories of column x"
   */
  static List<String> ofSpellings(String what, Collection<String> names) {
    Map<String, TreeSet<String>> spellings = new TreeMap<>();
    names.forEach(
        name -> spellings.computeIfAbsent(folded(name), none -> new TreeSet<>()).add(name));
    List<String> several =
        spellings.values().stream()
            .filter(same -> same.size() > 1)
            .map(same -> same.stream().map(Cells::abridged).collect(Collectors.joining(" and ")))
            .toList();
    if (several.isEmpty()) {
      return List.of();
    }
    return List.of(
        "The %s differ in case, spaces or the encoding of letters alone: %s%s; write those that are the same in one way."
            .formatted(
                what,
                several.stream().limit(EXAMPLES).collect(Collectors.joining("; ")),
                several.size() > EXAMPLES ? "; ..." : ""));
  }

  /**
   * Refuses labels that make classes only because of how they are written.
   *
   * @param label the name of the column
   * @param profile of its cells, which are taken for classes by their looks
   * @throws DataException if they are numbers in another notation, or numbers among words, and more
   *     than few
   */
  static void requireClasses(Table table, String label, ColumnProfile profile) {
    if (!profile.hasTooManyNames() && profile.distinct() <= LabelTask.FEW_CLASSES) {
      return;
    }
    doubt(profile, false)
        .ifPresent(
            doubt -> {
              throw new DataException(
                  "Cannot train on %s: label column %s would have %s classes, because %s; for classes, set network.output = softmax-cross-entropy"
                      .formatted(
                          table.path(),
                          label,
                          profile.hasTooManyNames() ? "too many" : profile.distinct(),
                          doubt.reason()));
            });
  }

  /**
   * Returns the warning about classes that most have one row, if they do.
   *
   * @param classes how many rows each has
   */
  static List<String> ofRareClasses(Map<String, Long> classes) {
    long single = classes.values().stream().filter(rows -> rows == 1).count();
    if (classes.size() <= LabelTask.FEW_CLASSES || 2 * single < classes.size()) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d of the %,d classes have one row, from which nothing can be learned; see whether"
                + " data.label names the column to predict.",
            single,
            classes.size()));
  }

  /**
   * Why the cells of a column are not what they look like.
   *
   * @param key the same for columns with the same reason
   * @param reason with an example, and how to change it
   */
  private record Doubt(String key, String reason) {}

  private static Optional<Doubt> doubt(ColumnProfile column, boolean dates) {
    if (column.isOfNumbers()) {
      return Optional.empty();
    }
    Optional<TextNotation> notation =
        column
            .texts()
            .common(column.numbers(), ColumnProfile.ALMOST_ALL * column.filled())
            .filter(found -> dates || found != TextNotation.DATE);
    if (notation.isPresent()) {
      TextNotation found = notation.get();
      return Optional.of(
          new Doubt(
              found.name(),
              "the cells are %s, such as %s (%s)"
                  .formatted(
                      found.meaning(),
                      Cells.abridged(column.texts().example(found)),
                      found.fix())));
    }
    if (column.numbers() < MANY_NUMBERS * column.filled()) {
      return Optional.empty();
    }
    String words =
        column.frequentNames(1).stream()
            .filter(name -> Double.isNaN(Cells.number(name)))
            .limit(EXAMPLES)
            .map(Cells::abridged)
            .collect(Collectors.joining(", "));
    String reason =
        String.format(
            Locale.ROOT,
            "only %,d of the %,d cells are numbers%s (leave cells without a number empty)",
            column.numbers(),
            column.filled(),
            words.isEmpty() ? "" : ", and others are " + words);
    return Optional.of(new Doubt(reason, reason));
  }

  private static String some(List<String> names, String one, String several) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() == 1
        ? "Column " + shown + " " + one
        : "Columns " + shown + (names.size() > SHOWN ? ", ... " : " ") + several;
  }

  /** Returns the setting that makes columns categories. */
  private static String rule(List<String> names) {
    return names.stream()
        .limit(SHOWN)
        .map(name -> (name.matches("[A-Za-z0-9_-]+") ? name : "\"" + name + "\"") + " = category")
        .collect(Collectors.joining(", ", "{ ", names.size() > SHOWN ? ", ... }" : " }"));
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\u00a0\u202f]+", " ")
        .strip();
  }
}
