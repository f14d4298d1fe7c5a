package org.tributary.core.preparation;

import java.util.List;
import org.tributary.core.function.SignedLogarithm;

/**
 * Shifts and scales the logarithms of numbers, a cell an input: x becomes (s(x) - mean) /
 * deviation, where s is {@link SignedLogarithm}. A missing cell counts as the fill of its input,
 * which is a number before the logarithm.
 *
 * <p>{@link MomentsPass} fits it to mean 0 and deviation 1 over the training rows.
 */
public final class LogScaling extends CellPreparation {
  private static final long serialVersionUID = 1;

  private final Standardization scaling;

  /**
   * Makes a scaling of logarithms; the numbers are those of {@link Standardization}.
   *
   * @param columns in the order of their inputs
   * @param mean what is subtracted from a logarithm, finite
   * @param deviation what is divided by then, finite and positive
   * @param fill what a missing cell counts as, finite; or NaN, where a row without it has no
   *     prediction
   * @throws IllegalArgumentException if a column is not in the row or named twice, or a number is
   *     out of its range
   */
  public LogScaling(
      RowLayout layout, List<String> columns, double[] mean, double[] deviation, double[] fill) {
    this(layout, columns, new Standardization(layout, columns, mean, deviation, fill));
  }

  private LogScaling(RowLayout layout, List<String> columns, Standardization scaling) {
    super(layout, columns);
    this.scaling = scaling;
  }

  static LogScaling restore(RowLayout layout, List<String> columns, FittedValues values) {
    return new LogScaling(layout, columns, Standardization.restore(layout, columns, values));
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.LOG_SCALING;
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      double cell = cells.number(first + places[j]);
      double number = SignedLogarithm.of(Double.isNaN(cell) ? scaling.fill(j) : cell);
      inputs[at + j] = (number - scaling.mean(j)) / scaling.deviation(j);
    }
  }

  @Override
  public FittedValues values() {
    return scaling.values();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogScaling that && scaling.equals(that.scaling);
  }

  @Override
  public int hashCode() {
    return 31 * scaling.hashCode();
  }
}
