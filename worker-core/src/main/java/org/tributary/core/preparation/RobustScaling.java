package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shifts and scales numbers by their quantiles and bends what lies far out, a cell an input: with s
 * = (x - center) / range, x becomes s / sqrt(1 + (s / 3)^2), which is between -3 and 3.
 *
 * <p>{@link RobustPass} fits it to the median and the range between the quartiles. The bend is that
 * of RealMLP (Holzm&uuml;ller et al., 2024, arXiv 2407.04491).
 */
public final class RobustScaling extends CellPreparation {
  private static final long serialVersionUID = 1;

  /** From here on the bent number is 3 to the last bit. */
  private static final double FAR = 1e9;

  static final String CENTER = "center";
  static final String RANGE = "range";
  static final String FILL = "fill";

  private final double[] center;
  private final double[] range;
  private final double[] fill;

  /**
   * Copies the arrays, one number a cell of the columns.
   *
   * @param columns in the order of their inputs
   * @param center what is subtracted, finite
   * @param range what is divided by, finite and positive
   * @param fill what a missing cell counts as, finite; or NaN, where a row without it has no
   *     prediction
   * @throws IllegalArgumentException if a column is not in the row or named twice, or a number is
   *     out of its range
   */
  public RobustScaling(
      RowLayout layout, List<String> columns, double[] center, double[] range, double[] fill) {
    super(layout, columns);
    this.center = center.clone();
    this.range = range.clone();
    this.fill = fill.clone();
    int inputs = this.columns.inputs();
    if (center.length != inputs || range.length != inputs || fill.length != inputs) {
      throw new IllegalArgumentException(
          "%d centers, %d ranges and %d fills for %d inputs"
              .formatted(center.length, range.length, fill.length, inputs));
    }
    for (int j = 0; j < inputs; j++) {
      if (!Double.isFinite(center[j]) || Double.isInfinite(fill[j])) {
        throw new IllegalArgumentException(
            "the center of %s is %s and its fill %s (expected finite numbers)"
                .formatted(inputName(j), center[j], fill[j]));
      }
      if (!(range[j] > 0) || Double.isInfinite(range[j])) {
        throw new IllegalArgumentException(
            "the range of %s is %s (expected a finite number above 0)"
                .formatted(inputName(j), range[j]));
      }
    }
  }

  static RobustScaling restore(RowLayout layout, List<String> columns, FittedValues values) {
    int inputs = layout.cellsOf(columns).length;
    return new RobustScaling(
        layout,
        columns,
        values.numbers(CENTER, inputs),
        values.numbers(RANGE, inputs),
        values.numbers(FILL, inputs));
  }

  /** Returns what is subtracted for an input. */
  public double center(int input) {
    return center[input];
  }

  /** Returns what is divided by for an input. */
  public double range(int input) {
    return range[input];
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.ROBUST_SCALING;
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      double cell = cells.number(first + places[j]);
      double scaled = ((Double.isNaN(cell) ? fill[j] : cell) - center[j]) / range[j];
      inputs[at + j] = bent(scaled);
    }
  }

  /** Returns s / sqrt(1 + (s / 3)^2); far out 3, because the square has no double. */
  private static double bent(double scaled) {
    return Math.abs(scaled) > FAR
        ? Math.copySign(3, scaled)
        : scaled / Math.sqrt(1 + scaled * scaled / 9);
  }

  @Override
  public FittedValues values() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(CENTER, center.clone());
    numbers.put(RANGE, range.clone());
    numbers.put(FILL, fill.clone());
    return new FittedValues(numbers, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RobustScaling that
        && columns.equals(that.columns)
        && Arrays.equals(center, that.center)
        && Arrays.equals(range, that.range)
        && Arrays.equals(fill, that.fill);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        columns, Arrays.hashCode(center), Arrays.hashCode(range), Arrays.hashCode(fill));
  }
}
