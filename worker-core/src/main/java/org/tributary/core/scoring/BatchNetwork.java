package org.tributary.core.scoring;

import java.util.Arrays;
import org.tributary.core.data.Block;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.model.Model;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Parameters;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.SparseRows;

/**
 * Propagates some rows at once, with the BLAS of this JVM. Mutable, for one thread; a call with
 * dense rows allocates nothing but what the BLAS takes, once it has seen their number.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BatchNetwork<A> {
  private final Model model;
  private final Preparation preparation;
  private final int inputs;
  private final int outputs;
  private final int capacity;
  private final Kernel<A> kernel;
  private final Parameters<A> parameters;
  private final Backpropagation<A> propagation;
  private final DenseTargets<A> noTargets;
  private final A noWeights;

  private final double[] cells;
  private final RawCells rows;

  /** Whether the rows are prepared without their zeros. */
  private final boolean sparse;

  private final SparseRows nonZeros;

  /** Inputs of dense rows, augmented; empty if none are made. */
  private final double[] prepared;

  private final A rounded;
  private final Inputs.Dense<A> dense;

  /** By number of rows: the rows of {@link #dense}; null until there were so many. */
  private final Block<A>[] blocks;

  private final double[] augmented;

  /**
   * Allocates the buffers.
   *
   * @param parameters shared by all networks of the model
   * @param capacity the most rows of a call
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  BatchNetwork(Model model, Kernel<A> kernel, Parameters<A> parameters, int capacity) {
    this.model = model;
    this.preparation = model.preparation();
    this.inputs = model.topology().inputs();
    this.outputs = model.topology().outputs();
    this.capacity = capacity;
    this.kernel = kernel;
    this.parameters = parameters;
    this.propagation = new Backpropagation<>(model.layout(), kernel, capacity);
    this.noTargets = new DenseTargets<>(kernel.allocate(0));
    this.noWeights = kernel.allocate(0);
    this.cells = new double[Math.multiplyExact(capacity, preparation.layout().cells())];
    this.rows = RawCells.ofNumbers(cells);
    int width = inputs + 1;
    this.sparse = preparation.makesSparse();
    this.nonZeros = new SparseRows();
    this.prepared = new double[sparse ? 0 : Math.multiplyExact(capacity, width)];
    Arrays.setAll(prepared, i -> i % width == 0 ? 1 : 0);
    this.rounded = kernel.allocate(prepared.length);
    this.dense = new Inputs.Dense<>(inputs, rounded);
    this.blocks = new Block[capacity + 1];
    this.augmented = new double[Math.multiplyExact(capacity, outputs + 1)];
  }

  /** Returns the most rows of a call. */
  int capacity() {
    return capacity;
  }

  /** Scores the rows from {@code from} on; the arrays are those of all rows. */
  void score(double[] encoded, int from, int count, double[] scores) {
    int width = preparation.layout().cells();
    System.arraycopy(encoded, from * width, cells, 0, count * width);
    if (sparse) {
      score(block(nonZeros(count), count), from, scores);
      return;
    }
    for (int r = 0; r < count; r++) {
      preparation.apply(rows, r * width, prepared, r * (inputs + 1) + 1);
    }
    kernel.round(prepared, rounded, 0, count * (inputs + 1));
    if (blocks[count] == null) {
      blocks[count] = block(dense, count);
    }
    score(blocks[count], from, scores);
  }

  /** Returns the inputs of the first rows of cells that are not 0. */
  private Inputs<A> nonZeros(int count) {
    nonZeros.clear();
    for (int r = 0; r < count; r++) {
      preparation.apply(rows, r * preparation.layout().cells(), nonZeros);
    }
    A numbers = kernel.allocate(nonZeros.size());
    kernel.round(nonZeros.numbers(), numbers, 0, nonZeros.size());
    return Inputs.Csr.ofValid(inputs, nonZeros.rowPointers(), nonZeros.columns(), numbers);
  }

  /** Scores the sparse rows from {@code from} on; the arrays are those of all rows. */
  void score(Inputs.Csr<double[]> raw, int from, int count, double[] scores) {
    int width = preparation.layout().cells();
    int begin = raw.rowPointers()[from];
    int[] rowPointers = new int[count + 1];
    for (int r = 0; r < count; r++) {
      rowPointers[r + 1] = raw.rowPointers()[from + r + 1] - begin;
    }
    int[] columns = Arrays.copyOfRange(raw.columns(), begin, begin + rowPointers[count]);
    double[] values = Arrays.copyOfRange(raw.values(), begin, begin + rowPointers[count]);
    for (int k = 0; k < values.length; k++) {
      values[k] = preparation.number(columns[k], values[k]);
    }
    A numbers = kernel.fromDoubles(values);
    score(block(new Inputs.Csr<>(width, rowPointers, columns, numbers), count), from, scores);
  }

  private Block<A> block(Inputs<A> of, int count) {
    return new Block<>(0, count, of, noTargets, noWeights);
  }

  private void score(Block<A> block, int from, double[] scores) {
    A rowsOfOutputs = propagation.outputs(parameters, block, model.decision().temperature());
    Outcome outcome = model.columns().outcome();
    int width = outputs + 1;
    kernel.widen(rowsOfOutputs, augmented, 0, block.rows() * width);
    for (int r = 0; r < block.rows(); r++) {
      for (int k = 0; k < outputs; k++) {
        double h = augmented[r * width + 1 + k];
        scores[(from + r) * outputs + k] = PredictionRule.number(outcome, k, outputs, h);
      }
    }
  }
}
