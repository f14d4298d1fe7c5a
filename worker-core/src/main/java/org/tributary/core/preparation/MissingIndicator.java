package org.tributary.core.preparation;

import java.util.List;

/** Tells where numbers are missing: an input a cell, 1 if it is missing and 0 if it is not. */
public final class MissingIndicator extends CellPreparation {
  private static final long serialVersionUID = 1;

  /**
   * Prepares some columns.
   *
   * @param columns in the order of their inputs
   * @throws IllegalArgumentException if there are none, one is not in the row, or named twice
   */
  public MissingIndicator(RowLayout layout, List<String> columns) {
    super(layout, columns);
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.MISSING_INDICATOR;
  }

  @Override
  public String inputName(int input) {
    return columns.inputName(input) + " missing";
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    int[] places = columns.cells();
    for (int j = 0; j < places.length; j++) {
      inputs[at + j] = Double.isNaN(cells.number(first + places[j])) ? 1 : 0;
    }
  }

  @Override
  public FittedValues values() {
    return FittedValues.none();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MissingIndicator that && columns.equals(that.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode() + 1;
  }
}
