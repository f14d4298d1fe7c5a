package org.tributary.core.preparation;

import java.util.List;

/**
 * Fits a {@link RobustScaling}: the center is the median, the range that between the quartiles;
 * half of that between the extremes if the quartiles are equal, and 1 if all values are. Quantiles
 * are exact for values rounded to float32, and of rows, whatever their weights.
 */
public final class RobustPass {
  private static final double[] LEVELS = {0, 0.25, 0.5, 0.75, 1};

  private RobustPass() {}

  /**
   * Begins the fit.
   *
   * @param columns in the order of their inputs
   * @param fill what a missing cell counts as; the mean and the median are the median here
   */
  public static ColumnFit of(RowLayout layout, List<String> columns, Fill fill) {
    return new QuantilesPass(
        layout,
        columns,
        LEVELS,
        QuantilesPass.Between.INTERPOLATED,
        quantiles -> fitted(layout, columns, fill, quantiles));
  }

  private static ColumnFit fitted(
      RowLayout layout, List<String> columns, Fill fill, double[][] quantiles) {
    int n = quantiles.length;
    double[] center = new double[n];
    double[] range = new double[n];
    for (int j = 0; j < n; j++) {
      double[] of = quantiles[j];
      boolean empty = Double.isNaN(of[2]);
      center[j] = empty ? 0 : of[2];
      range[j] = empty ? 1 : range(of);
    }
    return new ColumnFit.Fitted(
        new RobustScaling(layout, columns, center, range, fill.fills(center)));
  }

  private static double range(double[] quantiles) {
    double quartiles = quantiles[3] - quantiles[1];
    double extremes = quantiles[4] - quantiles[0];
    return quartiles > 0 ? quartiles : extremes > 0 ? extremes / 2 : 1;
  }
}
