package org.tributary.core.scoring;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.model.Model;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;

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
  private final double[] prepared;

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
    this.prepared = new double[topology.inputs() + 1];
    this.prepared[0] = 1;
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
    preparation.apply(row, 0, prepared, 1);
    kernel.round(prepared, activations(0), 0, prepared.length);
    int layers = topology.weightLayers();
    for (int l = 0; l < layers; l++) {
      int out = topology.units(l + 1);
      A z = activations(l + 1);
      kernel.multiplyRow(
          activations(l), topology.units(l) + 1, transposed, layout.offset(l), out, sums, z);
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

  @SuppressWarnings("unchecked")
  private A activations(int layer) {
    return (A) activations[layer];
  }
}
