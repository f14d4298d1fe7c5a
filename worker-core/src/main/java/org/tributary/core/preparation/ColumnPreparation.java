package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.List;

/**
 * Turns the encoded cells of some columns into inputs of the network: fitted and immutable.
 *
 * <p>Every input comes from one cell; a cell may give several inputs. Values are equal if they give
 * the same bits for the same cells.
 */
public sealed interface ColumnPreparation extends Serializable
    permits CellPreparation, PiecewiseLinear, OneHot {

  /** Returns what kind of preparation it is; with the columns and values it says everything. */
  PreparationKind kind();

  /** Returns the rows that it reads from. */
  RowLayout layout();

  /** Returns the columns that it reads, in the order of their inputs. */
  List<String> columns();

  /** Returns how many inputs it fills, 1 or more. */
  int inputs();

  /**
   * Returns the cell of a row that an input comes from.
   *
   * @param input from 0 to before {@link #inputs}
   */
  int cell(int input);

  /** Returns the name of an input, for people. */
  String inputName(int input);

  /**
   * Writes the inputs of one row; allocates nothing for cells that are numbers.
   *
   * @param cells rows of the {@link #layout}, {@linkplain RowLayout#encode encoded}
   * @param first the first cell of the row
   * @param inputs overwritten from {@code at} on, {@link #inputs} numbers; NaN where a cell is not
   *     what this preparation takes
   * @param at the first number to write
   */
  void apply(RawCells cells, int first, double[] inputs, int at);

  /** Returns how many inputs of a row are not 0, at most. */
  default int nonZeros() {
    return inputs();
  }

  /**
   * Adds the inputs of one row that are not 0.
   *
   * @param cells rows of the {@link #layout}, {@linkplain RowLayout#encode encoded}
   * @param first the first cell of the row
   * @param rows takes them up
   * @param at the first input of this preparation among those of the row
   */
  default void apply(RawCells cells, int first, SparseRows rows, int at) {
    rows.add(this, cells, first, at);
  }

  /**
   * Returns what was fitted, as a model holds it: {@link PreparationKind#restore} is the inverse.
   */
  FittedValues values();
}
