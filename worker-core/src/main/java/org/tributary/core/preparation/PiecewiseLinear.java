package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Piecewise-linear columns (Gorishniy et al., 2022, arXiv 2203.05556): several inputs for a number,
 * one for each bin between two bounds b and b', of (x - b) / (b' - b), which is limited to 0..1 on
 * the sides where there is another bin, and to -{@value #FAR}..{@value #FAR} at the ends, so that
 * no number is too large for the network. A missing cell is 0 in all of them.
 *
 * <p>{@link PiecewisePass} fits the bounds to quantiles.
 */
public final class PiecewiseLinear implements ColumnPreparation {
  private static final long serialVersionUID = 1;

  /** How many bins a number may be beyond the last bound and still be told from a greater one. */
  public static final int FAR = 10;

  static final String COUNTS = "counts";
  static final String BOUNDS = "bounds";

  private final NumericColumns columns;

  /** For each cell its bounds, ascending; one more than bins. */
  private final double[][] bounds;

  /** For each input its cell, counted among the cells of the columns. */
  private final int[] cellOf;

  /**
   * Copies the bounds.
   *
   * @param columns in the order of their inputs
   * @param bounds for each cell of the columns, at least 2, finite and ascending
   * @throws IllegalArgumentException if a column is not in the row or named twice, or bounds are
   *     not such
   */
  public PiecewiseLinear(RowLayout layout, List<String> columns, double[][] bounds) {
    this.columns = new NumericColumns(layout, columns);
    this.bounds = Arrays.stream(bounds).map(double[]::clone).toArray(double[][]::new);
    if (bounds.length != this.columns.inputs()) {
      throw new IllegalArgumentException(
          "bounds of %d cells for %d".formatted(bounds.length, this.columns.inputs()));
    }
    int inputs = 0;
    for (int j = 0; j < bounds.length; j++) {
      boolean valid = bounds[j].length >= 2 && Double.isFinite(bounds[j][0]);
      for (int i = 1; i < bounds[j].length; i++) {
        valid &= bounds[j][i] > bounds[j][i - 1] && Double.isFinite(bounds[j][i]);
      }
      if (!valid) {
        throw new IllegalArgumentException(
            "the bounds of %s are %s (expected 2 or more ascending numbers)"
                .formatted(this.columns.inputName(j), Arrays.toString(bounds[j])));
      }
      inputs = Math.addExact(inputs, bounds[j].length - 1);
    }
    this.cellOf = new int[inputs];
    int at = 0;
    for (int j = 0; j < bounds.length; j++) {
      Arrays.fill(cellOf, at, at + bounds[j].length - 1, j);
      at += bounds[j].length - 1;
    }
  }

  static PiecewiseLinear restore(RowLayout layout, List<String> columns, FittedValues values) {
    int cells = layout.cellsOf(columns).length;
    double[] counts = values.numbers(COUNTS, cells);
    double[] all = values.numbers().get(BOUNDS);
    double[][] bounds = new double[cells][];
    int at = 0;
    for (int j = 0; j < cells; j++) {
      if (!(counts[j] >= 2 && counts[j] <= all.length - at && counts[j] == Math.rint(counts[j]))) {
        throw new IllegalArgumentException(
            "%s numbers of bounds do not fit %d bounds"
                .formatted(Arrays.toString(counts), all.length));
      }
      bounds[j] = Arrays.copyOfRange(all, at, at + (int) counts[j]);
      at += (int) counts[j];
    }
    if (at != all.length) {
      throw new IllegalArgumentException("%d bounds (expected %d)".formatted(all.length, at));
    }
    return new PiecewiseLinear(layout, columns, bounds);
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.PIECEWISE_LINEAR;
  }

  @Override
  public RowLayout layout() {
    return columns.layout();
  }

  @Override
  public List<String> columns() {
    return columns.names();
  }

  @Override
  public int inputs() {
    return cellOf.length;
  }

  @Override
  public int cell(int input) {
    return columns.cells()[cellOf[input]];
  }

  @Override
  public String inputName(int input) {
    int j = cellOf[input];
    int bin = input;
    while (bin > 0 && cellOf[bin - 1] == j) {
      bin--;
    }
    double[] of = bounds[j];
    return "%s[%s..%s]".formatted(columns.inputName(j), of[input - bin], of[input - bin + 1]);
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    int to = at;
    for (int j = 0; j < places.length; j++) {
      double x = cells.number(first + places[j]);
      double[] of = bounds[j];
      int bins = of.length - 1;
      if (Double.isNaN(x)) {
        Arrays.fill(inputs, to, to + bins, 0);
        to += bins;
        continue;
      }
      for (int t = 0; t < bins; t++) {
        double share = (x - of[t]) / (of[t + 1] - of[t]);
        inputs[to++] = Math.max(t > 0 ? 0 : -FAR, Math.min(t < bins - 1 ? 1 : FAR, share));
      }
    }
  }

  @Override
  public FittedValues values() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(COUNTS, Arrays.stream(bounds).mapToDouble(of -> of.length).toArray());
    numbers.put(BOUNDS, Arrays.stream(bounds).flatMapToDouble(Arrays::stream).toArray());
    return new FittedValues(numbers, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PiecewiseLinear that
        && columns.equals(that.columns)
        && Arrays.deepEquals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.deepHashCode(bounds);
  }
}
