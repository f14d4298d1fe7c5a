package org.tributary.core.preparation;

import java.util.List;

/**
 * Fits a {@link Standardization} to the mean and deviation of each cell over the weighted training
 * rows, in one pass.
 *
 * <p>With s the first row and m = sum w_i: mean = s + E[x - s] and variance = E[(x - s)^2] - E[x -
 * s]^2, where E[y] = 1/m sum w_i y_i. The shift by a row keeps the difference from cancelling. A
 * cell that never varies has the deviation 1, so it is only shifted.
 */
public final class MomentsPass implements ColumnFit.Pass {
  private static final long serialVersionUID = 1;

  private final NumericColumns columns;
  private final double[] shift;

  /**
   * Prepares a pass.
   *
   * @param columns in the order of their inputs
   * @param cells holds a row of the training data, which must be the same whatever the partitions:
   *     the first one in the canonical order
   * @param first the first cell of that row
   */
  public MomentsPass(RowLayout layout, List<String> columns, RawCells cells, int first) {
    this.columns = new NumericColumns(layout, columns);
    int[] places = this.columns.cells();
    this.shift = new double[places.length];
    for (int j = 0; j < places.length; j++) {
      shift[j] = cells.number(first + places[j]);
    }
  }

  @Override
  public ColumnStatistics statistics() {
    return new MomentStatistics(columns.cells(), shift);
  }

  @Override
  public ColumnFit fit(ColumnStatistics all, int leaves) {
    double[] sums = ((MomentStatistics) all).total(leaves);
    int n = columns.inputs();
    double weight = sums[2 * n];
    double[] mean = new double[n];
    double[] deviation = new double[n];
    for (int j = 0; j < n; j++) {
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
    return new Fitted(new Standardization(columns.layout(), columns.names(), mean, deviation));
  }
}
