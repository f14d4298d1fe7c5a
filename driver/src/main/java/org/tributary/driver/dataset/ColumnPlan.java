package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tributary.core.preparation.Feature;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.ColumnSelection;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

/**
 * Which cell of a row plays which part.
 *
 * @param columns number of cells that a row must have
 * @param features the features in the order of the network's inputs
 * @param labels the cells of the truth; none when it is not asked for
 * @param labelNames the names of those columns
 * @param weight the cell of the sample weight, or {@link #NO_WEIGHT}; an Optional would not travel
 *     to tasks
 */
record ColumnPlan(
    int columns,
    List<PlannedFeature> features,
    List<Integer> labels,
    List<String> labelNames,
    int weight)
    implements Serializable {

  /** Stands for the cell of a weight where every row weighs 1. */
  static final int NO_WEIGHT = -1;

  ColumnPlan {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    labelNames = List.copyOf(labelNames);
  }

  /** Returns s_1, the number of inputs that the features make. */
  int inputs() {
    return features.stream().mapToInt(PlannedFeature::width).sum();
  }

  /**
   * Plans for training: features are those named, or every column without another part.
   *
   * @param width how many features a row may have
   * @throws DataException if a column is not there, the table has no rows, or they are too wide
   */
  static ColumnPlan forTraining(Table table, ColumnsSpec spec, RowWidth width) {
    SourceRow first = firstRow(table);
    List<Integer> labels = cells(table, spec.label(), "data.label");
    int weight = weight(table, spec);
    List<String> names = spec.features().isEmpty() ? rest(table, spec) : named(table, spec);
    requireOnePart(table, names, spec);
    List<Integer> cells = cells(table, names, "data.features");
    List<PlannedFeature> features = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      // A row too short is the survey's to report; until then its columns count as one number.
      int cell = cells.get(i);
      Object value = cell < first.cells().length ? first.cells()[cell] : "";
      features.add(new PlannedFeature(names.get(i), cell, Math.max(1, Cells.width(value))));
    }
    if (features.isEmpty()) {
      throw new DataException(
          "Cannot train on %s: it has no feature columns (columns: %s)"
              .formatted(table.path(), columnNames(table)));
    }
    requireWidth(table, features, width);
    return new ColumnPlan(table.schema().length(), features, labels, spec.label(), weight);
  }

  private static void requireWidth(Table table, List<PlannedFeature> features, RowWidth width) {
    long inputs = features.stream().mapToLong(PlannedFeature::width).sum();
    if (inputs > width.most()) {
      throw new DataException(
          "Cannot train on %s: its rows have %d features, %s"
              .formatted(table.path(), inputs, width.refusal()));
    }
  }

  /**
   * Plans for a model's features, with the truth.
   *
   * @throws DataException if a column is not there
   */
  static ColumnPlan forEvaluation(Table table, ColumnsSpec spec, List<Feature> features) {
    return new ColumnPlan(
        table.schema().length(),
        modelFeatures(table, features),
        cells(table, spec.label(), "data.label"),
        spec.label(),
        weight(table, spec));
  }

  /**
   * Plans for a model's features alone.
   *
   * @throws DataException if a column is not there
   */
  static ColumnPlan forPrediction(Table table, List<Feature> features) {
    return new ColumnPlan(
        table.schema().length(), modelFeatures(table, features), List.of(), List.of(), NO_WEIGHT);
  }

  /** Returns the features as the model keeps them. */
  List<Feature> featureColumns() {
    return features.stream().map(f -> new Feature(f.name(), f.width())).toList();
  }

  private static List<PlannedFeature> modelFeatures(Table table, List<Feature> features) {
    List<String> names = features.stream().map(Feature::name).toList();
    List<Integer> cells = cells(table, names, "the model's features");
    List<PlannedFeature> planned = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      planned.add(new PlannedFeature(names.get(i), cells.get(i), features.get(i).width()));
    }
    return planned;
  }

  private static void requireOnePart(Table table, List<String> features, ColumnsSpec spec) {
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

  private static SourceRow firstRow(Table table) {
    List<SourceRow> first =
        JobName.during(
            table.records().context(),
            "the first row of " + table.path(),
            () -> table.records().take(1));
    if (first.isEmpty()) {
      throw new DataException("Cannot train on %s: it has no rows".formatted(table.path()));
    }
    return first.get(0);
  }

  private static int weight(Table table, ColumnsSpec spec) {
    return spec.weight()
        .map(name -> cells(table, List.of(name), "data.weight").get(0))
        .orElse(NO_WEIGHT);
  }

  private static List<String> named(Table table, ColumnsSpec spec) {
    Set<String> others = roles(spec);
    others.addAll(ColumnSelection.of(table, spec.ignore(), "data.ignore", others));
    return ColumnSelection.of(table, spec.features(), "data.features", others);
  }

  private static Set<String> roles(ColumnsSpec spec) {
    Set<String> roles = new LinkedHashSet<>(spec.label());
    spec.weight().ifPresent(roles::add);
    return roles;
  }

  private static List<String> rest(Table table, ColumnsSpec spec) {
    Set<String> others = roles(spec);
    others.addAll(ColumnSelection.of(table, spec.ignore(), "data.ignore", others));
    return Arrays.stream(table.schema().fieldNames())
        .filter(name -> !others.contains(name))
        .toList();
  }

  private static List<Integer> cells(Table table, List<String> names, String key) {
    String[] columns = table.schema().fieldNames();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      places.putIfAbsent(columns[i], i);
    }
    List<String> missing = names.stream().filter(name -> !places.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "Cannot read %s: no column %s, named by %s (columns: %s)"
              .formatted(table.path(), String.join(", ", missing), key, columnNames(table)));
    }
    return names.stream().map(places::get).toList();
  }

  private static String columnNames(Table table) {
    String[] names = table.schema().fieldNames();
    String shown = String.join(", ", Arrays.copyOf(names, Math.min(names.length, 20)));
    return names.length > 20 ? shown + ", ... " + names.length + " in all" : shown;
  }
}
