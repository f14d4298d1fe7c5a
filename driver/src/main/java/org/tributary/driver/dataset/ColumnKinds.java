package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.tributary.core.preparation.Encoding;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.PreparationSpec;

/**
 * What the feature columns of a table hold: by the rules of the job, else by the type of the
 * column, else, for text, by its cells.
 *
 * @param encodings what the cells of each column that is used mean, in the order of the columns
 * @param unused columns that are not used, each with the reason
 * @param widths how many values a cell holds, where cells were looked at
 * @param warnings what is doubtful about kinds that were detected from the cells, in sentences
 * @param guessed whether kinds follow from the first rows, so that later rows may prove them wrong
 */
record ColumnKinds(
    Map<String, Encoding> encodings,
    Map<String, String> unused,
    Map<String, Integer> widths,
    List<String> warnings,
    boolean guessed) {

  /** Returns the places of the columns that neither a rule nor their type tells the kind of. */
  static int[] unknown(Table table, Map<String, Integer> columns, PreparationSpec spec) {
    return places(columns, known(table, columns, spec));
  }

  /**
   * Returns the kinds, from the first rows alone if these say that no column needs all rows: if
   * every column of text looks like one of numbers.
   *
   * @param columns names and places of the feature columns, in their order
   * @param first the first rows of the columns that are {@link #unknown}
   */
  static ColumnKinds guess(
      Table table, Map<String, Integer> columns, PreparationSpec spec, TableProfile first) {
    Map<String, Optional<ColumnKind>> known = known(table, columns, spec);
    int[] unknown = places(columns, known);
    boolean numbers = !known.containsValue(Optional.of(ColumnKind.CATEGORY));
    for (int column : unknown) {
      numbers &= first.of(column).isOfNumbers() || first.of(column).filled() == 0;
    }
    if (!numbers) {
      return exact(table, columns, spec);
    }
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    Map<String, String> unused = new LinkedHashMap<>();
    known.forEach(
        (name, kind) -> {
          switch (kind.orElse(ColumnKind.NUMBER)) {
            case BOOLEAN -> encodings.put(name, Encoding.Plain.BOOLEAN);
            case DATE -> encodings.put(name, Encoding.Plain.DATE);
            case IGNORE -> unused.put(name, "ignored by data.columns");
            case NUMBER, CATEGORY -> encodings.put(name, Encoding.Plain.NUMBER);
          }
        });
    return new ColumnKinds(
        encodings,
        unused,
        widths(columns, known, first),
        DoubtfulText.ofNumbers(ofKind(columns, known, first, ColumnKind.NUMBER)),
        unknown.length > 0);
  }

  /** Returns the kinds, from all rows. */
  static ColumnKinds exact(Table table, Map<String, Integer> columns, PreparationSpec spec) {
    Map<String, Optional<ColumnKind>> known = known(table, columns, spec);
    Map<String, Optional<ColumnKind>> counted = new LinkedHashMap<>();
    known.forEach(
        (name, kind) -> counted.put(name, kind.filter(settled -> settled != ColumnKind.CATEGORY)));
    int[] places = places(columns, counted);
    TableProfile all = TableProfile.of(table, places, spec.categories());
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    Map<String, String> unused = new LinkedHashMap<>();
    known.forEach(
        (name, kind) -> {
          // Without a sound row, numbers, so that the validation reports what is wrong.
          ColumnKind decided =
              kind.orElseGet(
                  () -> all.hasRows() ? all.of(columns.get(name)).kind() : ColumnKind.NUMBER);
          switch (decided) {
            case NUMBER -> encodings.put(name, Encoding.Plain.NUMBER);
            case BOOLEAN -> encodings.put(name, Encoding.Plain.BOOLEAN);
            case DATE -> encodings.put(name, Encoding.Plain.DATE);
            case IGNORE -> unused.put(name, kind.isPresent() ? "ignored by data.columns" : "empty");
            case CATEGORY -> {
              ColumnProfile profile = all.of(columns.get(name));
              List<String> names = profile.frequentNames(spec.rare());
              if (profile.hasTooManyNames()) {
                unused.put(
                    name,
                    "more than %d categories; raise data.categories.limit to use it"
                        .formatted(spec.categories()));
              } else if (names.isEmpty()) {
                unused.put(
                    name,
                    profile.filled() == 0
                        ? "empty"
                        : "%s; lower data.categories.rare to use it"
                            .formatted(rarity(profile, spec.rare())));
              } else {
                encodings.put(name, new Encoding.Categories(names));
              }
            }
          }
        });
    List<String> warnings = new ArrayList<>();
    warnings.addAll(DoubtfulText.ofCategories(ofKind(columns, known, all, ColumnKind.CATEGORY)));
    warnings.addAll(DoubtfulText.ofNumbers(ofKind(columns, known, all, ColumnKind.NUMBER)));
    encodings.forEach(
        (name, encoding) -> {
          if (encoding instanceof Encoding.Categories categories) {
            warnings.addAll(
                DoubtfulText.ofSpellings("categories of column " + name, categories.names()));
          }
        });
    return new ColumnKinds(encodings, unused, widths(columns, counted, all), warnings, false);
  }

  /** Returns the profiles of the columns that are of a kind by their cells. */
  private static Map<String, ColumnProfile> ofKind(
      Map<String, Integer> columns,
      Map<String, Optional<ColumnKind>> known,
      TableProfile profile,
      ColumnKind kind) {
    Map<String, ColumnProfile> found = new LinkedHashMap<>();
    known.forEach(
        (name, rule) -> {
          if (rule.isEmpty() && profile.of(columns.get(name)).kind() == kind) {
            found.put(name, profile.of(columns.get(name)));
          }
        });
    return found;
  }

  /** Returns why no category of a column is used. */
  private static String rarity(ColumnProfile profile, int rare) {
    return profile.isOfDistinctNames()
        ? "another value in each of its %d rows, as identifiers have".formatted(profile.distinct())
        : "none of its %d values is in %d rows or more".formatted(profile.distinct(), rare);
  }

  /** Returns the kinds that a rule or the type of the column tells. */
  private static Map<String, Optional<ColumnKind>> known(
      Table table, Map<String, Integer> columns, PreparationSpec spec) {
    Map<String, Optional<ColumnKind>> known = new LinkedHashMap<>();
    columns.forEach(
        (name, place) ->
            known.put(
                name,
                spec.kindOf(name).or(() -> byType(table.schema().fields()[place].dataType()))));
    return known;
  }

  /** Returns the kind that the type of a column tells; empty for text. */
  static Optional<ColumnKind> byType(DataType type) {
    if (type instanceof StringType) {
      return Optional.empty();
    }
    if (type instanceof BooleanType) {
      return Optional.of(ColumnKind.BOOLEAN);
    }
    boolean date =
        type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType;
    return Optional.of(date ? ColumnKind.DATE : ColumnKind.NUMBER);
  }

  private static Map<String, Integer> widths(
      Map<String, Integer> columns, Map<String, Optional<ColumnKind>> known, TableProfile profile) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    known.forEach(
        (name, kind) -> {
          if (kind.isEmpty()) {
            widths.put(name, profile.of(columns.get(name)).width());
          }
        });
    return widths;
  }

  private static int[] places(
      Map<String, Integer> columns, Map<String, Optional<ColumnKind>> known) {
    List<Integer> places = new ArrayList<>();
    known.forEach(
        (name, kind) -> {
          if (kind.isEmpty()) {
            places.add(columns.get(name));
          }
        });
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
