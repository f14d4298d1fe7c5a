package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.SplitSpec;

/**
 * What is likely to be a mistake in the data of a training, in sentences.
 *
 * <p>Columns are looked at in the first rows of the canonical order, which are a random sample;
 * only a column that is suspicious there is looked at in all training rows. For most tables that is
 * none.
 */
final class DataWarnings {
  /** From this share of copies on, metrics are worth a warning. */
  private static final double MANY_TWINS = 0.05;

  private static final int SAMPLE = 1000;
  private static final long FEWEST_ROWS = 20;
  private static final int SHOWN = 8;

  private final JavaRDD<SortedSamples> training;
  private final SampleBatch batch;
  private final List<Feature> features;
  private final boolean classes;

  private DataWarnings(
      JavaRDD<SortedSamples> training, SampleBatch batch, List<Feature> features, boolean classes) {
    this.training = training;
    this.batch = batch;
    this.features = features;
    this.classes = classes;
  }

  /** Returns the warning about rows of a set that equal training rows. */
  static List<String> ofTwins(DividedSamples samples, SplitSpec split) {
    Side side = samples.rows(Side.HOLDOUT) > 0 ? Side.HOLDOUT : Side.VALIDATION;
    long rows = samples.rows(side);
    long twins = samples.twins(side);
    if (twins == 0 || twins < MANY_TWINS * rows) {
      return List.of();
    }
    boolean spread = split.duplicates() == SplitSpec.Duplicates.SPREAD;
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d of the %,d %s rows equal training rows, so metrics are optimistic%s.",
            twins,
            rows,
            side == Side.HOLDOUT ? "hold-out" : "validation",
            spread ? "; data.split.duplicates = together keeps copies in one set" : ""));
  }

  /** Returns the warning about rows of a separate hold-out set that equal training rows. */
  static List<String> ofTwins(Twins twins, long rows) {
    if (twins.twins() == 0 || twins.twins() < MANY_TWINS * twins.rows()) {
      return List.of();
    }
    String some =
        twins.rows() == rows
            ? String.format(Locale.ROOT, "%,d of the %,d", twins.twins(), rows)
            : String.format(
                Locale.ROOT,
                "About %.0f %% of the %,d",
                100.0 * twins.twins() / twins.rows(),
                rows);
    return List.of(
        some
            + " hold-out rows equal training rows, so metrics are optimistic; remove them from one"
            + " of the two.");
  }

  /**
   * Returns the warnings about columns.
   *
   * @param training the training rows, which are not sparse
   * @param batch of their shape
   * @param features the columns of their cells
   */
  static List<String> ofColumns(
      JavaRDD<SortedSamples> training, SampleBatch batch, List<Feature> features) {
    if (batch.outputs() > 1) {
      return List.of();
    }
    return new DataWarnings(training, batch, features, batch.outputs() == 0).columns();
  }

  /** The suspicions of some columns, by their places among the features. Mutable. */
  private static final class Suspicions implements Serializable {
    private static final long serialVersionUID = 1;

    private final TreeMap<Integer, ColumnSuspicion> columns = new TreeMap<>();
    private final boolean classes;

    Suspicions(boolean classes) {
      this.classes = classes;
    }

    Suspicions ofAllRows() {
      Suspicions all = new Suspicions(classes);
      columns.forEach((feature, column) -> all.columns.put(feature, column.ofAllRows()));
      all.clear();
      return all;
    }

    void add(SampleBatch rows) {
      for (int r = 0; r < rows.rows(); r++) {
        Object label = classes ? rows.label(r) : (Double) rows.target(r, 0);
        for (ColumnSuspicion column : columns.values()) {
          column.add(rows.feature(r, column.cell()), label);
        }
        if (r % 16 == 15 || r + 1 == rows.rows()) {
          clear();
        }
      }
    }

    private void clear() {
      columns.values().removeIf(ColumnSuspicion::isCleared);
    }

    Suspicions merge(Suspicions other) {
      columns.keySet().retainAll(other.columns.keySet());
      columns.forEach((feature, column) -> column.merge(other.columns.get(feature)));
      clear();
      return this;
    }
  }

  private List<String> columns() {
    Suspicions first = new Suspicions(classes);
    int at = 0;
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      boolean counted =
          feature.encoding() == Encoding.Plain.NUMBER
              || feature.encoding() instanceof Encoding.Categories;
      if (feature.width() == 1) {
        first.columns.put(i, new ColumnSuspicion(at, counted, classes));
      }
      at += feature.width();
    }
    if (first.columns.isEmpty()) {
      return List.of();
    }
    first.add(sample());
    List<String> warnings = new ArrayList<>();
    List<String> telling = telling(first.ofAllRows());
    if (!telling.isEmpty()) {
      warnings.add(
          some(telling, "tells", "tell")
              + " the label of every training row alone; if this is not known at prediction, use"
              + " data.ignore.");
    }
    List<String> identifiers = identifiers(first);
    if (!identifiers.isEmpty()) {
      warnings.add(
          some(identifiers, "has", "have")
              + " another whole number in every training row, as identifiers do; a model cannot learn"
              + " from these: use data.ignore.");
    }
    return warnings;
  }

  private static String some(List<String> names, String one, String several) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() == 1
        ? "Column " + shown + " " + one
        : "Columns " + shown + (names.size() > SHOWN ? ", ... " : " ") + several;
  }

  /** Returns the first rows in the canonical order of one bucket. */
  private SampleBatch sample() {
    SampleBatch empty = batch;
    return Rdds.first(
        Rdds.mapPartitions(
            training,
            buckets -> {
              SampleBatch some = empty.empty();
              while (some.rows() == 0 && buckets.hasNext()) {
                SortedSamples bucket = buckets.next();
                for (int place = 0; place < Math.min(SAMPLE, bucket.rows()); place++) {
                  bucket.copy(place, some);
                }
              }
              return some.rows() == 0
                  ? List.<SampleBatch>of().iterator()
                  : List.of(some).iterator();
            }));
  }

  private List<String> telling(Suspicions start) {
    if (start.columns.isEmpty()) {
      return List.of();
    }
    SampleBatch empty = batch;
    Suspicions all =
        Rdds.reduce(
            Rdds.map(
                training,
                bucket -> {
                  Suspicions some = start.ofAllRows();
                  SampleBatch one = empty.empty();
                  for (int place = 0; place < bucket.rows() && !some.columns.isEmpty(); place++) {
                    one.clear();
                    bucket.copy(place, one);
                    some.add(one);
                  }
                  return some;
                }),
            Suspicions::merge);
    return all.columns.entrySet().stream()
        .filter(column -> column.getValue().tellsLabel())
        .map(column -> features.get(column.getKey()).name())
        .toList();
  }

  /** Returns the columns of which every training row has another whole number. */
  private List<String> identifiers(Suspicions sampled) {
    List<String> found = new ArrayList<>();
    sampled.columns.forEach(
        (feature, column) -> {
          if (column.mayBeIdentifier() && isDistinct(column.cell())) {
            found.add(features.get(feature).name());
          }
        });
    return found;
  }

  private boolean isDistinct(int cell) {
    SampleBatch empty = batch;
    JavaRDD<Double> values =
        training.flatMap(
            bucket -> {
              SampleBatch one = empty.empty();
              List<Double> some = new ArrayList<>();
              for (int place = 0; place < bucket.rows(); place++) {
                one.clear();
                bucket.copy(place, one);
                some.add(one.feature(0, cell));
              }
              return some.iterator();
            });
    long rows = values.count();
    return rows >= FEWEST_ROWS
        && values.filter(value -> value != Math.rint(value)).isEmpty()
        && values.distinct().count() == rows;
  }
}
