package org.tributary.core.scoring;

import java.util.Arrays;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.model.Model;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.SparseRows;

/**
 * Propagates one row at a time, in plain Java: the same bits on every machine. Mutable, for one
 * thread; a call allocates nothing.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowNetwork<A> {
  private final Model model;
  private final Preparation preparation;
  private final Topology topology;
  private final ParameterLayout layout;
  private final Kernel<A> kernel;

  /** Every Theta^(l)^T, each where Theta^(l) is in the unrolled parameters; shared. */
  private final A transposed;

  private final double[] cells;
  private final RawCells row;

  /** The augmented row of inputs; empty if rows are prepared without their zeros. */
  private final double[] prepared;

  /** Whether rows are prepared without their zeros. */
  private final boolean sparse;

  private final SparseRows nonZeros;

  /** The rows of Theta^(1)^T that inputs other than 0 are multiplied by. */
  private A gathered;

  /** By layer: a^(l), an augmented row. */
  private final Object[] activations;

  private final A sums;

  RowNetwork(Model model, Kernel<A> kernel, A transposed) {
    this.model = model;
    this.preparation = model.preparation();
    this.topology = model.topology();
    this.layout = model.layout();
    this.kernel = kernel;
    this.transposed = transposed;
    this.cells = new double[preparation.layout().cells()];
    this.row = RawCells.ofNumbers(cells);
    this.sparse = preparation.makesSparse();
    this.nonZeros = new SparseRows();
    this.gathered = kernel.allocate(0);
    this.prepared = new double[sparse ? 0 : topology.inputs() + 1];
    Arrays.fill(prepared, 0, sparse ? 0 : 1, 1);
    this.activations = new Object[topology.weightLayers() + 1];
    for (int l = 0; l < activations.length; l++) {
      activations[l] = kernel.allocate(topology.units(l) + 1);
    }
    this.sums = kernel.allocate(topology.widest());
  }

  /** Returns the parameters of a model as this reads them. */
  static <A> A transposed(Model model, Kernel<A> kernel) {
    ParameterLayout layout = model.layout();
    A theta = kernel.fromDoubles(model.theta());
    A transposed = kernel.allocate(layout.size());
    for (int l = 0; l < layout.layers(); l++) {
      int at = layout.offset(l);
      kernel.transpose(theta, at, layout.rows(l), layout.columns(l), transposed, at);
    }
    return transposed;
  }

  /**
   * Scores one row.
   *
   * @param encoded rows of encoded cells
   * @param first the first cell of the row
   * @param outputs overwritten from {@code at} on, K numbers in the units of the data
   */
  void score(double[] encoded, int first, double[] outputs, int at) {
    A z = logits(encoded, first);
    int k = topology.outputs();
    kernel.outputs(topology.outputLoss(), topology.lossParameters(), z, 1, k);
    for (int j = 0; j < k; j++) {
      outputs[at + j] =
          PredictionRule.number(model.columns().outcome(), j, k, kernel.get(z, j + 1));
    }
  }

  /** Computes z^(L) / T of one row of encoded cells. */
  void logits(double[] encoded, double[] logits) {
    A z = logits(encoded, 0);
    for (int j = 0; j < logits.length; j++) {
      logits[j] = kernel.get(z, j + 1);
    }
  }

  /** Returns z^(L) / T, an augmented row. */
  private A logits(double[] encoded, int first) {
    System.arraycopy(encoded, first, cells, 0, cells.length);
    int layers = topology.weightLayers();
    for (int l = 0; l < layers; l++) {
      int out = topology.units(l + 1);
      A z = activations(l + 1);
      if (l > 0) {
        int terms = topology.units(l) + 1;
        kernel.multiplyRow(activations(l), terms, transposed, layout.offset(l), out, sums, z);
      } else if (sparse) {
        firstLayerOfNonZeros(out, z);
      } else {
        firstLayer(out, z);
      }
      if (l + 1 < layers) {
        kernel.activate(topology.hidden().get(l).activation(), z, out + 1);
        kernel.setLeadingOnes(z, 1, out);
      }
    }
    A z = activations(layers);
    double temperature = model.decision().temperature();
    if (temperature != 1) {
      for (int j = 1; j <= topology.outputs(); j++) {
        kernel.set(z, j, kernel.get(z, j) / temperature);
      }
    }
    return z;
  }

  private void firstLayer(int units, A z) {
    preparation.apply(row, 0, prepared, 1);
    kernel.round(prepared, activations(0), 0, prepared.length);
    kernel.multiplyRow(
        activations(0), prepared.length, transposed, layout.offset(0), units, sums, z);
  }

  /** Leaves out the terms that are 0, which changes no bits. */
  private void firstLayerOfNonZeros(int units, A z) {
    nonZeros.clear();
    preparation.apply(row, 0, nonZeros);
    int terms = nonZeros.size() + 1;
    if (kernel.length(gathered) < terms * units) {
      gathered = kernel.allocate(2 * terms * units);
    }
    A x = activations(0);
    kernel.set(x, 0, 1);
    kernel.copy(transposed, layout.offset(0), gathered, 0, units);
    for (int k = 1; k < terms; k++) {
      kernel.set(x, k, nonZeros.numbers()[k - 1]);
      int from = layout.offset(0) + (nonZeros.columns()[k - 1] + 1) * units;
      kernel.copy(transposed, from, gathered, k * units, units);
    }
    kernel.multiplyRow(x, terms, gathered, 0, units, sums, z);
  }

  @SuppressWarnings("unchecked")
  private A activations(int layer) {
    return (A) activations[layer];
  }
}
