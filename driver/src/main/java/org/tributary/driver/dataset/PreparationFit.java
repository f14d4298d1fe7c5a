package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.TargetScale;
import org.tributary.core.function.SignedLogarithm;
import org.tributary.core.preparation.ColumnFit;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Fill;
import org.tributary.core.preparation.Fitting;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.MissingPass;
import org.tributary.core.preparation.MomentsPass;
import org.tributary.core.preparation.OneHotPass;
import org.tributary.core.preparation.PiecewisePass;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationException;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RobustPass;
import org.tributary.core.preparation.RobustScaling;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.RowStatistics;
import org.tributary.core.preparation.Standardization;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.PreparationSpec.TargetScaling;

/**
 * Fits preparations to samples in their canonical order, with the same bits on any partitioning.
 *
 * @param samples the training samples
 * @param batch of the shape of the samples
 * @param range how the leaves are dealt
 * @param capacity the most samples that are unpacked at a time
 */
record PreparationFit(
    JavaRDD<SortedSamples> samples, SampleBatch batch, LeafRange range, int capacity) {

  /** The distance of the quartiles of a normal distribution, in deviations. */
  private static final double QUARTILES_OF_NORMAL = 1.349;

  /** The rows of cells that are learned from. */
  private enum Cells {
    /** The features. */
    FEATURES,
    /** The target numbers. */
    TARGETS,
    /** Their signed logarithms. */
    LOG_TARGETS;

    RawCells of(SampleBatch samples) {
      return switch (this) {
        case FEATURES -> samples.cells();
        case TARGETS -> samples.targets();
        case LOG_TARGETS -> mapped(samples, SignedLogarithm::of);
      };
    }

    private static RawCells mapped(SampleBatch samples, DoubleUnaryOperator function) {
      double[] values = new double[samples.rows() * samples.outputs()];
      Arrays.setAll(values, i -> function.applyAsDouble(samples.targets().number(i)));
      return RawCells.ofNumbers(values);
    }

    int width(SampleBatch samples) {
      return this == FEATURES ? samples.width() : samples.outputs();
    }
  }

  /**
   * Returns the preparation of some columns.
   *
   * @param layout of the samples
   * @param features the columns to prepare
   * @param missing whether any cell is missing
   * @throws PreparationException if a column cannot be prepared as asked
   */
  Preparation preparation(
      RowLayout layout, List<Feature> features, PreparationSpec spec, boolean missing) {
    List<String> numbers = names(features, false);
    List<String> scalars =
        features.stream()
            .filter(feature -> feature.width() == 1 && !isCategory(feature))
            .map(Feature::name)
            .toList();
    List<String> continuous =
        features.stream()
            .filter(feature -> feature.width() == 1)
            .filter(
                feature ->
                    feature.encoding() == Encoding.Plain.NUMBER
                        || feature.encoding() == Encoding.Plain.DATE)
            .map(Feature::name)
            .toList();
    List<String> categories = names(features, true);
    List<ColumnFit> parts = new ArrayList<>();
    if (!numbers.isEmpty()) {
      parts.add(scaling(layout, numbers, spec, missing));
    }
    if (spec.bins() > 0 && !continuous.isEmpty()) {
      parts.add(PiecewisePass.of(layout, continuous, spec.bins()));
    }
    if (spec.missing().indicator() && missing && !scalars.isEmpty()) {
      parts.add(new MissingPass(layout, scalars));
    }
    if (!categories.isEmpty()) {
      parts.add(new OneHotPass(layout, categories));
    }
    return fit(new Fitting(layout, parts), Cells.FEATURES);
  }

  private static List<String> names(List<Feature> features, boolean categories) {
    return features.stream()
        .filter(feature -> isCategory(feature) == categories)
        .map(Feature::name)
        .toList();
  }

  private static boolean isCategory(Feature feature) {
    return feature.encoding() instanceof Encoding.Categories;
  }

  private ColumnFit scaling(
      RowLayout layout, List<String> numbers, PreparationSpec spec, boolean missing) {
    Fill fill = spec.missing().numbers();
    return switch (spec.scaling()) {
      case STANDARD -> moments(layout, numbers, fill, MomentsPass.Scale.NUMBERS);
      case LOG -> moments(layout, numbers, fill, MomentsPass.Scale.LOGARITHMS);
      case ROBUST -> RobustPass.of(layout, numbers, fill);
      case NONE ->
          missing
              ? moments(layout, numbers, fill, MomentsPass.Scale.NOTHING)
              : new ColumnFit.Fitted(new Identity(layout, numbers));
    };
  }

  private MomentsPass moments(
      RowLayout layout, List<String> numbers, Fill fill, MomentsPass.Scale scale) {
    return new MomentsPass(layout, numbers, first(Cells.FEATURES), 0, fill, scale);
  }

  /** Returns the first row in the canonical order. */
  private RawCells first(Cells cells) {
    SampleBatch empty = batch.empty();
    SampleBatch first =
        Rdds.first(
            Rdds.mapPartitions(
                samples,
                buckets -> {
                  SampleBatch one = empty.empty();
                  while (one.rows() == 0 && buckets.hasNext()) {
                    SortedSamples bucket = buckets.next();
                    if (bucket.rows() > 0) {
                      bucket.copy(0, one);
                    }
                  }
                  return one.rows() == 0
                      ? List.<SampleBatch>of().iterator()
                      : List.of(one).iterator();
                }));
    return cells.of(first);
  }

  /**
   * Returns the scale of each target number: by mean and deviation or, for a loss that outliers
   * shall not move, by the median and the distance of the quartiles, which for a normal
   * distribution is 1.349 deviations.
   *
   * @param columns the names of the numbers
   * @param robust whether the loss is such
   */
  List<TargetScale> targetScales(
      List<String> columns, PreparationSpec.Targets spec, boolean robust) {
    RowLayout layout = new RowLayout(columns.stream().map(name -> new Feature(name, 1)).toList());
    boolean log = spec.scaling() == TargetScaling.LOG;
    Cells cells = log ? Cells.LOG_TARGETS : Cells.TARGETS;
    ColumnFit pass =
        robust
            ? RobustPass.of(layout, columns, new Fill.Refuse())
            : new MomentsPass(layout, columns, first(cells), 0);
    ColumnPreparation fitted = fit(new Fitting(layout, List.of(pass)), cells).parts().get(0);
    boolean scales = spec.scaling() != TargetScaling.NONE;
    Extremes extremes = spec.limit() ? extremes() : Extremes.none(columns.size());
    List<TargetScale> targets = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      targets.add(
          new TargetScale(
              scales ? center(fitted, k) : 0,
              scales ? deviation(fitted, k) : 1,
              log,
              extremes.least[k],
              extremes.greatest[k]));
    }
    return targets;
  }

  private static double center(ColumnPreparation fitted, int k) {
    return fitted instanceof RobustScaling robust
        ? robust.center(k)
        : ((Standardization) fitted).mean(k);
  }

  private static double deviation(ColumnPreparation fitted, int k) {
    return fitted instanceof RobustScaling robust
        ? robust.range(k) / QUARTILES_OF_NORMAL
        : ((Standardization) fitted).deviation(k);
  }

  /** The least and the greatest number of each target. */
  private static final class Extremes implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] least;
    private final double[] greatest;

    Extremes(double[] least, double[] greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    static Extremes none(int outputs) {
      double[] least = new double[outputs];
      double[] greatest = new double[outputs];
      Arrays.fill(least, Double.NEGATIVE_INFINITY);
      Arrays.fill(greatest, Double.POSITIVE_INFINITY);
      return new Extremes(least, greatest);
    }

    /** Returns the extremes of no numbers. */
    static Extremes empty(int outputs) {
      Extremes all = none(outputs);
      return new Extremes(/* least= */ all.greatest, /* greatest= */ all.least);
    }

    void add(double[] targets) {
      for (int k = 0; k < targets.length; k++) {
        least[k] = Math.min(least[k], targets[k]);
        greatest[k] = Math.max(greatest[k], targets[k]);
      }
    }

    Extremes merge(Extremes other) {
      for (int k = 0; k < least.length; k++) {
        least[k] = Math.min(least[k], other.least[k]);
        greatest[k] = Math.max(greatest[k], other.greatest[k]);
      }
      return this;
    }
  }

  private Extremes extremes() {
    SampleBatch empty = batch.empty();
    int outputs = empty.outputs();
    return Rdds.reduce(
        Rdds.mapPartitions(
            samples,
            buckets -> {
              Extremes extremes = Extremes.empty(outputs);
              SampleBatch one = empty.empty();
              double[] targets = new double[outputs];
              while (buckets.hasNext()) {
                SortedSamples bucket = buckets.next();
                for (int place = 0; place < bucket.rows(); place++) {
                  one.clear();
                  bucket.copy(place, one);
                  Arrays.setAll(targets, k -> one.target(0, k));
                  extremes.add(targets);
                }
              }
              return List.of(extremes).iterator();
            }),
        Extremes::merge);
  }

  /**
   * Returns the preparation of sparse rows: each feature is divided by its largest magnitude, and
   * one that is always 0 stays as it is. Zeros stay zeros; what standardization would subtract, the
   * biases of the first layer take up.
   *
   * @param layout of the samples
   */
  Preparation sparse(RowLayout layout, PreparationSpec spec) {
    if (spec.scaling() == PreparationSpec.Scaling.NONE) {
      return Preparation.identity(layout);
    }
    int cells = layout.cells();
    SampleBatch empty = batch.empty();
    LeafRange dealt = range;
    int most = capacity;
    double[] largest =
        Rdds.reduce(
            Rdds.mapPartitionsWithIndex(
                samples,
                (partition, rows) -> {
                  LeafReader leaves = new LeafReader(rows, empty.empty(), dealt, partition, most);
                  return List.of(largest(leaves, cells)).iterator();
                }),
            PreparationFit::larger);
    for (int j = 0; j < cells; j++) {
      largest[j] = largest[j] == 0 ? 1 : largest[j];
    }
    return new Preparation(
        layout, List.of(new Standardization(layout, layout.names(), new double[cells], largest)));
  }

  private static double[] largest(LeafReader leaves, int cells) {
    double[] largest = new double[cells];
    while (leaves.hasNext()) {
      SampleBatch rows = leaves.next().samples();
      int numbers = rows.nonZerosBefore(rows.rows());
      for (int k = 0; k < numbers; k++) {
        int cell = rows.index(k);
        largest[cell] = Math.max(largest[cell], Math.abs(rows.nonZero(k)));
      }
    }
    return largest;
  }

  private static double[] larger(double[] some, double[] others) {
    for (int j = 0; j < some.length; j++) {
      some[j] = Math.max(some[j], others[j]);
    }
    return some;
  }

  /** Goes over the samples until everything is fitted. */
  private Preparation fit(Fitting start, Cells cells) {
    Fitting fitting = start;
    while (fitting.preparation().isEmpty()) {
      fitting = fitting.next(statistics(fitting, cells), range.leaves());
    }
    return fitting.preparation().get();
  }

  private RowStatistics statistics(Fitting fitting, Cells cells) {
    SampleBatch empty = batch.empty();
    LeafRange leaves = range;
    int most = capacity;
    return Rdds.reduce(
        Rdds.mapPartitionsWithIndex(
            samples,
            (partition, rows) -> {
              LeafReader reader = new LeafReader(rows, empty.empty(), leaves, partition, most);
              return List.of(partial(fitting, reader, cells)).iterator();
            }),
        RowStatistics::merge);
  }

  private static RowStatistics partial(Fitting fitting, LeafReader leaves, Cells cells) {
    RowStatistics statistics = fitting.statistics();
    int leaf = -1;
    while (leaves.hasNext()) {
      LeafReader.Piece piece = leaves.next();
      if (piece.leaf() != leaf) {
        leaf = piece.leaf();
        statistics.startLeaf(leaf);
      }
      SampleBatch rows = piece.samples();
      RawCells values = cells.of(rows);
      int width = cells.width(rows);
      for (int r = 0; r < rows.rows(); r++) {
        statistics.add(values, r * width, rows.weight(r));
      }
    }
    return statistics;
  }
}
