package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shifts and scales numbers, a cell an input: x becomes (x - mean) / deviation. A missing cell
 * counts as the fill of its input.
 *
 * <p>{@link MomentsPass} fits it to mean 0 and deviation 1 over the training rows.
 */
public final class Standardization extends CellPreparation {
  private static final long serialVersionUID = 1;

  static final String MEAN = "mean";
  static final String DEVIATION = "deviation";
  static final String FILL = "fill";

  private final double[] mean;
  private final double[] deviation;
  private final double[] fill;

  /** Makes a standardization in which a missing cell counts as nothing. */
  public Standardization(
      RowLayout layout, List<String> columns, double[] mean, double[] deviation) {
    this(layout, columns, mean, deviation, nothing(mean.length));
  }

  private static double[] nothing(int inputs) {
    double[] fill = new double[inputs];
    Arrays.fill(fill, Double.NaN);
    return fill;
  }

  /**
   * Copies the arrays, one number a cell of the columns.
   *
   * @param columns in the order of their inputs
   * @param mean what is subtracted, finite
   * @param deviation what is divided by, finite and positive; 1 for a cell that never varies
   * @param fill what a missing cell counts as, finite; or NaN, where a row without it has no
   *     prediction
   * @throws IllegalArgumentException if a column is not in the row or named twice, or a number is
   *     out of its range
   */
  public Standardization(
      RowLayout layout, List<String> columns, double[] mean, double[] deviation, double[] fill) {
    super(layout, columns);
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    this.fill = fill.clone();
    int inputs = this.columns.inputs();
    if (mean.length != inputs || deviation.length != inputs || fill.length != inputs) {
      throw new IllegalArgumentException(
          "%d means, %d deviations and %d fills for %d inputs"
              .formatted(mean.length, deviation.length, fill.length, inputs));
    }
    for (int j = 0; j < inputs; j++) {
      if (!Double.isFinite(mean[j])) {
        throw new IllegalArgumentException(
            "the mean of %s is %s (expected a finite number)".formatted(inputName(j), mean[j]));
      }
      if (!(deviation[j] > 0) || Double.isInfinite(deviation[j])) {
        throw new IllegalArgumentException(
            "the deviation of %s is %s (expected a finite number above 0)"
                .formatted(inputName(j), deviation[j]));
      }
      if (Double.isInfinite(fill[j])) {
        throw new IllegalArgumentException(
            "the fill of %s is %s (expected a finite number or NaN)"
                .formatted(inputName(j), fill[j]));
      }
    }
  }

  static Standardization restore(RowLayout layout, List<String> columns, FittedValues values) {
    int inputs = layout.cellsOf(columns).length;
    return new Standardization(
        layout,
        columns,
        values.numbers(MEAN, inputs),
        values.numbers(DEVIATION, inputs),
        values.numbers(FILL, inputs));
  }

  /** Returns what is subtracted for an input. */
  public double mean(int input) {
    return mean[input];
  }

  /** Tells whether nothing is subtracted, so that 0 stays 0. */
  boolean keepsZeros() {
    return Arrays.stream(mean).allMatch(number -> number == 0);
  }

  /** Returns what is divided by for an input. */
  public double deviation(int input) {
    return deviation[input];
  }

  /** Returns what a missing cell counts as for an input; NaN where it counts as nothing. */
  public double fill(int input) {
    return fill[input];
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.STANDARDIZATION;
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      double cell = cells.number(first + places[j]);
      double number = Double.isNaN(cell) ? fill[j] : cell;
      inputs[at + j] = (number - mean[j]) / deviation[j];
    }
  }

  @Override
  public FittedValues values() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(MEAN, mean.clone());
    numbers.put(DEVIATION, deviation.clone());
    numbers.put(FILL, fill.clone());
    return new FittedValues(numbers, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Standardization that
        && columns.equals(that.columns)
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation)
        && Arrays.equals(fill, that.fill);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        columns, Arrays.hashCode(mean), Arrays.hashCode(deviation), Arrays.hashCode(fill));
  }
}
