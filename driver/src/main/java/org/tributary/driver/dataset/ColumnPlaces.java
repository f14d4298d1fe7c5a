package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.ColumnSelection;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Malformed;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

/**
 * Where the columns that a job names are in a table.
 *
 * @param table the table
 * @param spec what the job names
 */
record ColumnPlaces(Table table, ColumnsSpec spec) {

  /**
   * Returns the columns that the features of a training are chosen from, with their places: those
   * named, or every column without another part.
   *
   * @throws DataException if a column is not there, or has two parts
   */
  Map<String, Integer> candidates() {
    labels();
    weight();
    Set<String> others = new LinkedHashSet<>(spec.label());
    spec.weight().ifPresent(others::add);
    others.addAll(ColumnSelection.of(table, spec.ignore(), "data.ignore", others));
    List<String> names =
        spec.features().isEmpty()
            ? Arrays.stream(table.schema().fieldNames())
                .filter(name -> !others.contains(name))
                .toList()
            : ColumnSelection.of(table, spec.features(), "data.features", others);
    requireOnePart(names);
    List<Integer> cells = of(table, names, "data.features");
    Map<String, Integer> candidates = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      candidates.put(names.get(i), cells.get(i));
    }
    return candidates;
  }

  /**
   * Returns the place of the column that divides the rows.
   *
   * @throws DataException if it is not there
   */
  static int split(Table table, String name) {
    return of(table, List.of(name), "data.split.column").get(0);
  }

  /**
   * Returns the places of the label columns.
   *
   * @throws DataException if one is not there
   */
  List<Integer> labels() {
    return of(table, spec.label(), "data.label");
  }

  /**
   * Returns how many numbers the cells of the first row hold, at least 1, by the places of the
   * columns: of those that will be read, or of all.
   */
  int[] firstWidths(Collection<Integer> features) {
    List<Integer> places = new ArrayList<>(features);
    places.addAll(labels());
    int weight = weight();
    if (weight != ColumnPlan.NO_WEIGHT) {
      places.add(weight);
    }
    int[] read = places.stream().mapToInt(Integer::intValue).toArray();
    Optional<int[]> widths = table.numbers().flatMap(scan -> scan.firstWidths(read));
    if (widths.isEmpty()) {
      return Arrays.stream(firstRow().cells())
          .mapToInt(cell -> Math.max(1, Cells.width(cell)))
          .toArray();
    }
    int[] first = new int[table.schema().length()];
    Arrays.fill(first, 1);
    for (int i = 0; i < read.length; i++) {
      first[read[i]] = widths.get()[i];
    }
    return first;
  }

  private SourceRow firstRow() {
    List<SourceRow> first = firstRows(table);
    if (first.isEmpty()) {
      throw new DataException("Cannot train on %s: it has no rows".formatted(table.path()));
    }
    return first.get(0);
  }

  /** Returns the first row; none of a table without rows. */
  private static List<SourceRow> firstRows(Table table) {
    return JobName.during(
        table.records().context(),
        "the first row of " + table.path(),
        () -> table.records().take(1));
  }

  /**
   * Returns the place of the sample weights, or {@link ColumnPlan#NO_WEIGHT}.
   *
   * @throws DataException if it is not there
   */
  int weight() {
    return spec.weight()
        .map(name -> of(table, List.of(name), "data.weight").get(0))
        .orElse(ColumnPlan.NO_WEIGHT);
  }

  private void requireOnePart(List<String> features) {
    Set<String> others = new HashSet<>(spec.label());
    spec.weight().ifPresent(others::add);
    for (String name : features) {
      if (others.contains(name)) {
        throw new DataException(
            "Cannot use column %s of %s as a feature: it is the label or the weight"
                .formatted(name, table.path()));
      }
    }
  }

  /**
   * Returns the places of columns.
   *
   * @param key what names them, for a message
   * @throws DataException if one is not there
   */
  static List<Integer> of(Table table, List<String> names, String key) {
    String[] columns = table.schema().fieldNames();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      places.putIfAbsent(columns[i], i);
    }
    List<String> missing = names.stream().filter(name -> !places.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      requireSoundStart(table);
      throw new DataException(
          "Cannot read %s: no column %s, named by %s (columns: %s)"
              .formatted(table.path(), String.join(", ", missing), key, names(table)));
    }
    return names.stream().map(places::get).toList();
  }

  /** Refuses a table whose first row has another fault than a column too few, by this fault. */
  private static void requireSoundStart(Table table) {
    for (SourceRow row : firstRows(table)) {
      Malformed.in(row)
          .ifPresent(
              fault -> {
                throw new DataException(
                    "Cannot read %s: %s"
                        .formatted(table.place(row.file(), row.position()), fault.reason()));
              });
    }
  }

  /** Returns the first names of the columns for a message. */
  static String names(Table table) {
    String[] names = table.schema().fieldNames();
    String shown = String.join(", ", Arrays.copyOf(names, Math.min(names.length, 20)));
    return names.length > 20 ? shown + ", ... " + names.length + " in all" : shown;
  }
}
