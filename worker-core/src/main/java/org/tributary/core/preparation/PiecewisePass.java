package org.tributary.core.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a {@link PiecewiseLinear}: the bounds are the quantiles of equal steps from the least to the
 * greatest value, those that are equal being one. A column with fewer than three bounds gets no
 * bins: its number says as much.
 */
public final class PiecewisePass {
  private PiecewisePass() {}

  /**
   * Begins the fit.
   *
   * @param columns of one number each, in the order of their inputs
   * @param bins the most bins of a column, 2 or more
   */
  public static ColumnFit of(RowLayout layout, List<String> columns, int bins) {
    double[] levels = new double[bins + 1];
    for (int t = 0; t <= bins; t++) {
      levels[t] = (double) t / bins;
    }
    return new QuantilesPass(
        layout,
        columns,
        levels,
        QuantilesPass.Between.BELOW,
        quantiles -> fitted(layout, columns, quantiles));
  }

  private static ColumnFit fitted(RowLayout layout, List<String> columns, double[][] quantiles) {
    List<String> kept = new ArrayList<>();
    List<double[]> bounds = new ArrayList<>();
    for (int j = 0; j < quantiles.length; j++) {
      double[] distinct =
          Arrays.stream(quantiles[j]).filter(b -> !Double.isNaN(b)).distinct().toArray();
      if (distinct.length > 2) {
        kept.add(columns.get(j));
        bounds.add(distinct);
      }
    }
    return kept.isEmpty()
        ? new ColumnFit.Fitted(List.of())
        : new ColumnFit.Fitted(new PiecewiseLinear(layout, kept, bounds.toArray(double[][]::new)));
  }
}
