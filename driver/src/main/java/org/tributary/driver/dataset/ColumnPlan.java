package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Table;
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
    ColumnPlaces columns = new ColumnPlaces(table, spec);
    Map<String, Integer> places = columns.candidates();
    boolean numbers = !(preparation.missing().numbers() instanceof Fill.Refuse);
    boolean categories = preparation.missing().categories() == MissingCategory.CATEGORY;
    // Only the cells of other types can hold several numbers.
    boolean scalars =
        kinds.encodings().keySet().stream()
            .allMatch(
                name ->
                    kinds.widths().containsKey(name)
                        || isScalar(table.schema().fields()[places.get(name)].dataType()));
    int[] first = scalars ? new int[0] : columns.firstWidths(places.values());
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
              .formatted(table.path(), ColumnPlaces.names(table), unused(kinds)));
    }
    requireWidth(table, features, RowWidth.ANY);
    ColumnPlan plan =
        new ColumnPlan(
            table.schema().length(), features, columns.labels(), spec.label(), columns.weight());
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
    ColumnPlaces columns = new ColumnPlaces(table, spec);
    return new ColumnPlan(
        table.schema().length(),
        modelFeatures(table, preparation, Set.of()),
        columns.labels(),
        spec.label(),
        columns.weight());
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
    Iterator<Integer> cells = ColumnPlaces.of(table, names, "the model's features").iterator();
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
}
