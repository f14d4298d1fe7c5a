package org.tributary.core.preparation;

import java.util.List;

/** A preparation that makes one input of every cell of its columns. */
abstract sealed class CellPreparation implements ColumnPreparation
    permits Identity, Standardization, LogScaling, RobustScaling, MissingIndicator {
  private static final long serialVersionUID = 1;

  /** Where the cells of the inputs are in a row. */
  final NumericColumns columns;

  /**
   * Prepares some columns.
   *
   * @param columns in the order of their inputs
   * @throws IllegalArgumentException if there are none, one is not in the row, or named twice
   */
  CellPreparation(RowLayout layout, List<String> columns) {
    this.columns = new NumericColumns(layout, columns);
  }

  @Override
  public final RowLayout layout() {
    return columns.layout();
  }

  @Override
  public final List<String> columns() {
    return columns.names();
  }

  @Override
  public final int inputs() {
    return columns.inputs();
  }

  @Override
  public final int cell(int input) {
    return columns.cells()[input];
  }

  @Override
  public String inputName(int input) {
    return columns.inputName(input);
  }
}
