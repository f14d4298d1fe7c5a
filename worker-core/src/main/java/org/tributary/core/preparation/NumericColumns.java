package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.List;

/** Columns whose every cell becomes one input, in their order. */
final class NumericColumns implements Serializable {
  private static final long serialVersionUID = 1;

  private final RowLayout layout;
  private final List<String> names;
  private final int[] cells;

  /**
   * Finds the columns in a row.
   *
   * @throws IllegalArgumentException if there are none, one is not in the row, or named twice
   */
  NumericColumns(RowLayout layout, List<String> names) {
    this.layout = layout;
    this.names = List.copyOf(names);
    this.cells = layout.cellsOf(names);
  }

  RowLayout layout() {
    return layout;
  }

  List<String> names() {
    return names;
  }

  int inputs() {
    return cells.length;
  }

  /** Returns where the cell of each input is in a row: the array itself. */
  int[] cells() {
    return cells;
  }

  String inputName(int input) {
    return layout.cellName(cells[input]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumericColumns that
        && layout.equals(that.layout)
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return 31 * layout.hashCode() + names.hashCode();
  }
}
