package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.tributary.core.data.Sparsity;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Fill;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.ColumnSelection;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Malformed;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.PreparationSpec.MissingCategory;

/**
 * Which cell of a row plays which part.
 *
 * @param columns number of cells that a row must have
 * @param features the features in the order of the network's inputs
 * @param labels the cells of the labels; none when they are not asked for
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

  private static final int SHOWN = 10;

  ColumnPlan {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    labelNames = List.copyOf(labelNames);
  }

  /** Returns the number of cells that the features have. */
  int inputs() {
    // Asked for each row.
    int inputs = 0;
    for (int i = 0; i < features.size(); i++) {
      inputs += features.get(i).width();
    }
    return inputs;
  }

  /**
   * Tells whether rows are carried without their zeros, from the source to the blocks: those of
   * {@value Sparsity#WIDTH} inputs or more in vectors of numbers alone, whatever these hold.
   */
  boolean isSparse() {
    // Asked for each row.
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).width() == 1 || features.get(i).encoding() != Encoding.Plain.NUMBER) {
        return false;
      }
    }
    return inputs() >= Sparsity.WIDTH;
  }

  /**
   * Tells whether the inputs of rows become sparse blocks: where rows are carried without their
   * zeros, and that pays.
   *
   * @param numbers how many features of all rows are not 0
   */
  boolean makesSparse(long rows, long numbers) {
    return isSparse() && Sparsity.pays(inputs(), rows, numbers);
  }

  /**
   * Returns the columns that the features of a training are chosen from, with their places: those
   * named, or every column without another part.
   *
   * @throws DataException if a column is not there, or has two parts
   */
  static Map<String, Integer> candidates(Table table, ColumnsSpec spec) {
    cells(table, spec.label(), "data.label");
    weight(table, spec);
    List<String> names = spec.features().isEmpty() ? rest(table, spec) : named(table, spec);
    requireOnePart(table, names, spec);
    List<Integer> cells = cells(table, names, "data.features");
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
    return cells(table, List.of(name), "data.split.column").get(0);
  }

  /**
   * Returns the places of the label columns.
   *
   * @throws DataException if one is not there
   */
  static int[] labels(Table table, ColumnsSpec spec) {
    return cells(table, spec.label(), "data.label").stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Plans for training.
   *
   * @param kinds what the candidates hold, of which those with an encoding are features
   * @param width how many features a row of dense blocks may have
   * @throws DataException if a column is not there, the table has no rows, or they are too wide
   */
  static ColumnPlan forTraining(
      Table table,
      ColumnsSpec spec,
      PreparationSpec preparation,
      ColumnKinds kinds,
      RowWidth width) {
    Map<String, Integer> places = candidates(table, spec);
    boolean numbers = !(preparation.missing().numbers() instanceof Fill.Refuse);
    boolean categories = preparation.missing().categories() == MissingCategory.CATEGORY;
    // Only the cells of other types can hold several numbers.
    boolean scalars =
        kinds.encodings().keySet().stream()
            .allMatch(
                name ->
                    kinds.widths().containsKey(name)
                        || isScalar(table.schema().fields()[places.get(name)].dataType()));
    int[] first = scalars ? new int[0] : firstWidths(table, spec, places.values());
    List<PlannedFeature> features = new ArrayList<>();
    kinds
        .encodings()
        .forEach(
            (name, encoding) -> {
              // A row too short is the validation's to report; until then its columns count as one
              // number.
              int cell = places.get(name);
              int found = cell < first.length ? first[cell] : 1;
              int values = kinds.widths().getOrDefault(name, found);
              boolean plain = encoding == Encoding.Plain.NUMBER;
              features.add(
                  new PlannedFeature(
                      name,
                      cell,
                      plain ? values : 1,
                      encoding,
                      encoding instanceof Encoding.Categories ? categories : numbers,
                      plain ? ElementNames.of(table.schema().fields()[cell], values) : List.of()));
            });
    if (features.isEmpty()) {
      throw new DataException(
          "Cannot train on %s: it has no feature columns (columns: %s)%s"
              .formatted(table.path(), columnNames(table), unused(kinds)));
    }
    requireWidth(table, features, RowWidth.ANY);
    ColumnPlan plan =
        new ColumnPlan(
            table.schema().length(),
            features,
            cells(table, spec.label(), "data.label"),
            spec.label(),
            weight(table, spec));
    if (!plan.isSparse()) {
      plan.requireDense(table, width);
    }
    return plan;
  }

  /**
   * Refuses rows that are too wide for dense blocks.
   *
   * @throws DataException if they are
   */
  void requireDense(Table table, RowWidth width) {
    requireWidth(table, features, width);
  }

  private static String unused(ColumnKinds kinds) {
    return kinds.unused().isEmpty()
        ? ""
        : "; not used: "
            + kinds.unused().entrySet().stream()
                .limit(SHOWN)
                .map(column -> column.getKey() + " (" + column.getValue() + ")")
                .collect(Collectors.joining(", "));
  }

  private static boolean isScalar(DataType type) {
    return type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
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
   * Plans for a model's features, with the labels.
   *
   * @throws DataException if a column is not there
   */
  static ColumnPlan forEvaluation(Table table, ColumnsSpec spec, Preparation preparation) {
    return new ColumnPlan(
        table.schema().length(),
        modelFeatures(table, preparation, Set.of()),
        cells(table, spec.label(), "data.label"),
        spec.label(),
        weight(table, spec));
  }

  /**
   * Plans for a model's features alone.
   *
   * @throws DataException if a column is not there
   */
  static ColumnPlan forPrediction(Table table, Preparation preparation) {
    return new ColumnPlan(
        table.schema().length(),
        modelFeatures(table, preparation, unreadOf(table, preparation)),
        List.of(),
        List.of(),
        NO_WEIGHT);
  }

  /** Returns the features as the model keeps them. */
  List<Feature> featureColumns() {
    return features.stream()
        .map(f -> new Feature(f.name(), f.width(), f.encoding(), f.elements()))
        .toList();
  }

  /** Returns the columns that a table does not have, and that no input comes from. */
  private static Set<String> unreadOf(Table table, Preparation preparation) {
    Set<String> there = Set.of(table.schema().fieldNames());
    boolean[] reads = preparation.reads();
    Set<String> absent = new HashSet<>();
    int at = 0;
    for (Feature feature : preparation.layout().features()) {
      if (!reads[at] && !there.contains(feature.name())) {
        absent.add(feature.name());
      }
      at += feature.width();
    }
    return absent;
  }

  private static List<PlannedFeature> modelFeatures(
      Table table, Preparation preparation, Set<String> absent) {
    List<Feature> features = preparation.layout().features();
    List<String> names =
        features.stream().map(Feature::name).filter(name -> !absent.contains(name)).toList();
    Iterator<Integer> cells = cells(table, names, "the model's features").iterator();
    boolean[] takesMissing = preparation.takesMissing();
    List<PlannedFeature> planned = new ArrayList<>();
    int at = 0;
    for (Feature feature : features) {
      planned.add(
          new PlannedFeature(
              feature.name(),
              absent.contains(feature.name()) ? PlannedFeature.ABSENT : cells.next(),
              feature.width(),
              feature.encoding(),
              takesMissing[at],
              feature.elements()));
      at += feature.width();
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

  /**
   * Returns how many numbers the cells of the first row hold, at least 1, by the places of the
   * columns: of those that will be read, or of all.
   */
  private static int[] firstWidths(Table table, ColumnsSpec spec, Collection<Integer> features) {
    int[] read =
        IntStream.concat(
                features.stream().mapToInt(Integer::intValue),
                IntStream.concat(
                    Arrays.stream(labels(table, spec)),
                    IntStream.of(weight(table, spec)).filter(weight -> weight != NO_WEIGHT)))
            .toArray();
    Optional<int[]> widths = table.numbers().flatMap(scan -> scan.firstWidths(read));
    if (widths.isEmpty()) {
      return Arrays.stream(firstRow(table).cells())
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

  private static SourceRow firstRow(Table table) {
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
      requireSoundStart(table);
      throw new DataException(
          "Cannot read %s: no column %s, named by %s (columns: %s)"
              .formatted(table.path(), String.join(", ", missing), key, columnNames(table)));
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
  static String columnNames(Table table) {
    String[] names = table.schema().fieldNames();
    String shown = String.join(", ", Arrays.copyOf(names, Math.min(names.length, 20)));
    return names.length > 20 ? shown + ", ... " + names.length + " in all" : shown;
  }
}
