package org.tributary.core.preparation;

import java.util.List;

/** Leaves numbers as they are: a cell an input. */
public final class Identity extends CellPreparation {
  private static final long serialVersionUID = 1;

  /**
   * Prepares some columns.
   *
   * @param columns in the order of their inputs
   * @throws IllegalArgumentException if there are none, one is not in the row, or named twice
   */
  public Identity(RowLayout layout, List<String> columns) {
    super(layout, columns);
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.IDENTITY;
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      inputs[at + j] = cells.number(first + places[j]);
    }
  }

  @Override
  public FittedValues values() {
    return FittedValues.none();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity that && columns.equals(that.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }
}
