package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.List;
import org.tributary.core.function.SignedLogarithm;

/**
 * Fits a {@link Standardization} to the mean and deviation of each cell over the weighted training
 * rows, or a {@link LogScaling} to those of its logarithm, in one pass.
 *
 * <p>With s the first row and m = sum w_i: mean = s + E[x - s] and variance = E[(x - s)^2] - E[x -
 * s]^2, where E[y] = 1/m sum w_i y_i. The shift by a row keeps the difference from cancelling. A
 * cell that never varies has the deviation 1, so it is only shifted. Sums and m are over the rows
 * in which the cell is not missing.
 */
public final class MomentsPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  private final NumericColumns columns;
  private final double[] shift;
  private final Fill fill;
  private final Scale scale;

  /** What is shifted and scaled. */
  public enum Scale {
    /** The numbers. */
    NUMBERS,
    /** Their logarithms, see {@link SignedLogarithm}. */
    LOGARITHMS,
    /** Nothing: missing cells are filled, no more. */
    NOTHING;

    double of(double number) {
      return this == LOGARITHMS ? SignedLogarithm.of(number) : number;
    }
  }

  /** Prepares a pass for columns that are shifted and scaled. */
  public MomentsPass(RowLayout layout, List<String> columns, RawCells cells, int first, Fill fill) {
    this(layout, columns, cells, first, fill, Scale.NUMBERS);
  }

  /**
   * Prepares a pass.
   *
   * @param columns in the order of their inputs
   * @param cells holds a row of the training data, which must be the same whatever the partitions:
   *     the first one in the canonical order
   * @param first the first cell of that row
   * @param fill what a missing cell counts as
   * @param scale what is shifted and scaled
   */
  public MomentsPass(
      RowLayout layout, List<String> columns, RawCells cells, int first, Fill fill, Scale scale) {
    this.columns = new NumericColumns(layout, columns);
    int[] places = this.columns.cells();
    this.shift = new double[places.length];
    for (int j = 0; j < places.length; j++) {
      double number = scale.of(cells.number(first + places[j]));
      shift[j] = Double.isNaN(number) ? 0 : number;
    }
    this.fill = fill;
    this.scale = scale;
  }

  /** Prepares a pass for columns without missing cells. */
  public MomentsPass(RowLayout layout, List<String> columns, RawCells cells, int first) {
    this(layout, columns, cells, first, new Fill.Refuse());
  }

  @Override
  public ColumnStatistics statistics() {
    return new MomentStatistics(columns.cells(), shift, scale);
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    double[] sums = ((MomentStatistics) all).total(leaves);
    int n = columns.inputs();
    double[] mean = new double[n];
    double[] deviation = new double[n];
    for (int j = 0; j < n; j++) {
      double weight = sums[2 * n + j];
      if (weight == 0) {
        // Missing in every row.
        deviation[j] = 1;
        continue;
      }
      double first = sums[j] / weight;
      double second = sums[n + j] / weight;
      double variance = second - first * first;
      mean[j] = shift[j] + first;
      if (!Double.isFinite(mean[j]) || !Double.isFinite(variance)) {
        throw new PreparationException(
            "column %s has the mean %s and the variance %s (expected finite numbers): its values are too large to be standardized"
                .formatted(columns.inputName(j), mean[j], variance));
      }
      // A feature that never varies is only shifted; rounding may leave a trace of variance.
      deviation[j] = variance > 1e-14 * second ? Math.sqrt(variance) : 1;
    }
    RowLayout layout = columns.layout();
    List<String> names = columns.names();
    double[] filled = fill.fills(numbers(mean));
    if (scale == Scale.NOTHING) {
      Arrays.fill(mean, 0);
      Arrays.fill(deviation, 1);
    }
    if (fill instanceof Fill.Median) {
      return new QuantilesPass(
          layout,
          names,
          new double[] {0.5},
          QuantilesPass.Between.INTERPOLATED,
          quantiles -> new Fitted(preparation(mean, deviation, medians(quantiles))));
    }
    return new Fitted(preparation(mean, deviation, filled));
  }

  private ColumnPreparation preparation(double[] mean, double[] deviation, double[] filled) {
    RowLayout layout = columns.layout();
    return scale == Scale.LOGARITHMS
        ? new LogScaling(layout, columns.names(), mean, deviation, filled)
        : new Standardization(layout, columns.names(), mean, deviation, filled);
  }

  /** Returns the numbers that the means stand for, which fill missing cells. */
  private double[] numbers(double[] mean) {
    return scale == Scale.LOGARITHMS
        ? Arrays.stream(mean).map(SignedLogarithm::inverse).toArray()
        : mean;
  }

  /** Returns the medians; 0 for a column without values. */
  private static double[] medians(double[][] quantiles) {
    return Arrays.stream(quantiles).mapToDouble(of -> Double.isNaN(of[0]) ? 0 : of[0]).toArray();
  }
}
