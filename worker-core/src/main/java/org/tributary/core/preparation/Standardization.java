package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shifts and scales numbers, a cell an input: x becomes (x - mean) / deviation.
 *
 * <p>{@link MomentsPass} fits it to mean 0 and deviation 1 over the training rows.
 */
public final class Standardization implements ColumnPreparation {
  private static final long serialVersionUID = 1;

  static final String MEAN = "mean";
  static final String DEVIATION = "deviation";

  private final NumericColumns columns;
  private final double[] mean;
  private final double[] deviation;

  /**
   * Copies the arrays, one number a cell of the columns.
   *
   * @param columns in the order of their inputs
   * @param mean what is subtracted, finite
   * @param deviation what is divided by, finite and positive; 1 for a cell that never varies
   * @throws IllegalArgumentException if a column is not in the row or named twice, or a number is
   *     out of its range
   */
  public Standardization(
      RowLayout layout, List<String> columns, double[] mean, double[] deviation) {
    this.columns = new NumericColumns(layout, columns);
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    int inputs = this.columns.inputs();
    if (mean.length != inputs || deviation.length != inputs) {
      throw new IllegalArgumentException(
          "%d means and %d deviations for %d inputs"
              .formatted(mean.length, deviation.length, inputs));
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
    }
  }

  static Standardization restore(RowLayout layout, List<String> columns, FittedValues values) {
    int inputs = layout.cellsOf(columns).length;
    return new Standardization(
        layout, columns, values.numbers(MEAN, inputs), values.numbers(DEVIATION, inputs));
  }

  /** Returns what is subtracted for an input. */
  public double mean(int input) {
    return mean[input];
  }

  /** Returns what is divided by for an input. */
  public double deviation(int input) {
    return deviation[input];
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.STANDARDIZATION;
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
    return columns.inputs();
  }

  @Override
  public int cell(int input) {
    return columns.cells()[input];
  }

  @Override
  public String inputName(int input) {
    return columns.inputName(input);
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      inputs[at + j] = (cells.number(first + places[j]) - mean[j]) / deviation[j];
    }
  }

  @Override
  public FittedValues values() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(MEAN, mean.clone());
    numbers.put(DEVIATION, deviation.clone());
    return new FittedValues(numbers, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Standardization that
        && columns.equals(that.columns)
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * columns.hashCode() + Arrays.hashCode(mean)) + Arrays.hashCode(deviation);
  }
}
