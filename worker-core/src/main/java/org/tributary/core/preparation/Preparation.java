package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.tributary.core.data.Sparsity;

/**
 * From a row of raw cells to the inputs of the network: the parts of the row, each prepared in its
 * way, one after the other. Immutable, and the same in training, evaluation and prediction.
 */
public final class Preparation implements Serializable {
  private static final long serialVersionUID = 1;

  private final RowLayout layout;
  private final List<ColumnPreparation> parts;

  /** The first input of each part and, at the end, the number of inputs. */
  private final int[] starts;

  /**
   * Puts the parts together.
   *
   * @param parts in the order of their inputs
   * @throws IllegalArgumentException if a part is for rows of another layout, or there are more
   *     than 2^31 - 1 inputs
   */
  public Preparation(RowLayout layout, List<ColumnPreparation> parts) {
    this.layout = layout;
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    long inputs = 0;
    for (int i = 0; i < parts.size(); i++) {
      ColumnPreparation part = parts.get(i);
      if (!part.layout().equals(layout)) {
        throw new IllegalArgumentException(
            "Invalid preparation: part %d reads rows of %s (expected of %s)"
                .formatted(i, part.layout(), layout));
      }
      inputs += part.inputs();
      if (inputs > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Invalid preparation: %d inputs (expected 2^31 - 1 at most)".formatted(inputs));
      }
      starts[i + 1] = (int) inputs;
    }
  }

  /** Tells for each cell of a row whether an input comes from it. */
  public boolean[] reads() {
    boolean[] reads = new boolean[layout.cells()];
    for (ColumnPreparation part : parts) {
      for (int cell : layout.cellsOf(part.columns())) {
        reads[cell] = true;
      }
    }
    return reads;
  }

  /**
   * Returns for each cell of a row whether it may be missing: whether every input is a number then.
   */
  public boolean[] takesMissing() {
    double[] missing = new double[layout.cells()];
    Arrays.fill(missing, Double.NaN);
    double[] inputs = new double[inputs()];
    apply(RawCells.ofNumbers(missing), 0, inputs, 0);
    boolean[] takes = new boolean[missing.length];
    Arrays.fill(takes, true);
    for (int i = 0; i < inputs.length; i++) {
      if (Double.isNaN(inputs[i])) {
        takes[cell(i)] = false;
      }
    }
    return takes;
  }

  /** Returns the preparation that leaves every number as it is. */
  public static Preparation identity(RowLayout layout) {
    return new Preparation(layout, List.of(new Identity(layout, layout.names())));
  }

  /** Returns the rows that it reads from. */
  public RowLayout layout() {
    return layout;
  }

  /** Returns the parts in the order of their inputs. */
  public List<ColumnPreparation> parts() {
    return parts;
  }

  /** Returns s_1, the number of inputs. */
  public int inputs() {
    return starts[parts.size()];
  }

  /** Returns the cell of a row that an input comes from. */
  public int cell(int input) {
    int part = partOf(input);
    return parts.get(part).cell(input - starts[part]);
  }

  /** Returns the name of an input, for people. */
  public String inputName(int input) {
    int part = partOf(input);
    return parts.get(part).inputName(input - starts[part]);
  }

  private int partOf(int input) {
    if (input < 0 || input >= inputs()) {
      throw new IllegalArgumentException(
          "Invalid input: %d (expected 0 to %d)".formatted(input, inputs() - 1));
    }
    int part = 0;
    while (input >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  /**
   * Writes the inputs of one row; allocates nothing for cells that are numbers.
   *
   * @param cells rows of the {@link #layout}, {@linkplain RowLayout#encode encoded}
   * @param first the first cell of the row
   * @param inputs overwritten from {@code at} on, {@link #inputs} numbers; NaN where a cell is not
   *     what its preparation takes
   * @param at the first number to write
   */
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).apply(cells, first, inputs, at + starts[i]);
    }
  }

  /**
   * Tells whether rows are worth preparing without their zeros: where columns of many categories
   * make nearly all inputs of a row 0.
   */
  public boolean makesSparse() {
    long numbers = 0;
    for (ColumnPreparation part : parts) {
      numbers += part.nonZeros();
    }
    return Sparsity.pays(inputs(), 1, numbers);
  }

  /**
   * Adds one row of the inputs that are not 0.
   *
   * @param cells rows of the {@link #layout}, {@linkplain RowLayout#encode encoded}
   * @param first the first cell of the row
   * @param rows takes up the row; NaN where a cell is not what its preparation takes
   */
  public void apply(RawCells cells, int first, SparseRows rows) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).apply(cells, first, rows, starts[i]);
    }
    rows.endRow();
  }

  /**
   * Tells whether each cell is the input of its own number, and a cell of 0 an input of 0, so that
   * rows can be prepared without their zeros by {@link #number}.
   */
  public boolean keepsZeros() {
    return parts.size() == 1
        && parts.get(0).columns().equals(layout.names())
        && (parts.get(0) instanceof Identity
            || (parts.get(0) instanceof Standardization scaling && scaling.keepsZeros()));
  }

  /**
   * Returns the input that a number of a cell becomes, if zeros are kept.
   *
   * @param cell the cell and the input
   */
  public double number(int cell, double number) {
    return parts.get(0) instanceof Standardization scaling
        ? number / scaling.deviation(cell)
        : number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preparation that
        && layout.equals(that.layout)
        && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return 31 * layout.hashCode() + parts.hashCode();
  }
}
