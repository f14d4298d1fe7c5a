package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.Targets;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.SparseRows;

/**
 * Makes blocks of samples: prepared, in the precision of the run, with leading ones.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockBuilder<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private final KernelFactory<A> kernels;
  private final Preparation preparation;
  private final Outcome outcome;
  private final OutputLoss output;

  /** Whether samples are sparse, and the inputs are to be. */
  private final boolean sparseSamples;

  /** Whether the inputs of dense samples are sparse. */
  private final boolean sparseInputs;

  /**
   * What the weight of a sample is multiplied by, by its class; nothing for samples as they are.
   */
  private final double[] classFactors;

  /**
   * Makes a builder.
   *
   * @param sparse whether to make sparse inputs of sparse samples, for a preparation that keeps
   *     zeros; those of other samples are sparse where the preparation makes them so
   */
  BlockBuilder(
      KernelFactory<A> kernels,
      Preparation preparation,
      Outcome outcome,
      OutputLoss output,
      boolean sparse) {
    this(kernels, preparation, outcome, output, sparse, new double[0]);
  }

  private BlockBuilder(
      KernelFactory<A> kernels,
      Preparation preparation,
      Outcome outcome,
      OutputLoss output,
      boolean sparse,
      double[] classFactors) {
    this.kernels = kernels;
    this.preparation = preparation;
    this.outcome = outcome;
    this.output = output;
    this.sparseSamples = sparse;
    this.sparseInputs = !sparse && preparation.makesSparse();
    this.classFactors = classFactors;
  }

  /** Returns a builder that multiplies the weight of each sample by the factor of its class. */
  BlockBuilder<A> weighing(double[] factors) {
    return new BlockBuilder<>(kernels, preparation, outcome, output, sparseSamples, factors);
  }

  /** Tells whether the blocks have sparse inputs. */
  boolean isSparse() {
    return sparseSamples || sparseInputs;
  }

  /** Returns the block of some samples, in their order. */
  Block<A> build(int index, SampleBatch samples) {
    Kernel<A> kernel = kernels.create();
    A weights = kernel.allocate(samples.rows());
    for (int r = 0; r < samples.rows(); r++) {
      kernel.set(weights, r, samples.weight(r));
    }
    Inputs<A> inputs =
        sparseSamples
            ? csr(samples, kernel)
            : sparseInputs ? prepared(samples, kernel) : dense(samples, kernel);
    return new Block<>(index, samples.rows(), inputs, targets(samples, kernel, weights), weights);
  }

  private Inputs<A> dense(SampleBatch samples, Kernel<A> kernel) {
    int features = preparation.inputs();
    A inputs = kernel.allocate(Math.multiplyExact(samples.rows(), features + 1));
    double[] prepared = new double[features + 1];
    prepared[0] = 1;
    RawCells cells = samples.cells();
    for (int r = 0; r < samples.rows(); r++) {
      preparation.apply(cells, r * samples.width(), prepared, 1);
      kernel.round(prepared, 0, inputs, r * prepared.length, prepared.length);
    }
    return new Inputs.Dense<>(features, inputs);
  }

  private Inputs<A> prepared(SampleBatch samples, Kernel<A> kernel) {
    SparseRows rows = new SparseRows();
    RawCells cells = samples.cells();
    for (int r = 0; r < samples.rows(); r++) {
      preparation.apply(cells, r * samples.width(), rows);
    }
    int numbers = rows.size();
    A values = kernel.allocate(numbers);
    kernel.round(rows.numbers(), values, 0, numbers);
    return new Inputs.Csr<>(
        preparation.inputs(),
        Arrays.copyOf(rows.rowPointers(), rows.rows() + 1),
        Arrays.copyOf(rows.columns(), numbers),
        values);
  }

  private Inputs<A> csr(SampleBatch samples, Kernel<A> kernel) {
    int[] rowPointers = new int[samples.rows() + 1];
    for (int r = 0; r < samples.rows(); r++) {
      rowPointers[r + 1] = samples.nonZerosBefore(r + 1);
    }
    int numbers = rowPointers[samples.rows()];
    int[] columns = new int[numbers];
    A values = kernel.allocate(numbers);
    for (int k = 0; k < numbers; k++) {
      columns[k] = samples.index(k);
      kernel.set(values, k, preparation.number(columns[k], samples.nonZero(k)));
    }
    return new Inputs.Csr<>(preparation.inputs(), rowPointers, columns, values);
  }

  /** Returns the targets, and multiplies the weights by the factors of their classes. */
  private Targets<A> targets(SampleBatch samples, Kernel<A> kernel, A weights) {
    if (outcome instanceof Outcome.Classes classes) {
      int[] indices = indices(samples, classes);
      for (int r = 0; r < indices.length && classFactors.length > 0; r++) {
        kernel.set(weights, r, samples.weight(r) * classFactors[indices[r]]);
      }
      return output == OutputLoss.SOFTMAX_CROSS_ENTROPY
          ? new ClassTargets<>(indices)
          : oneAgainstAll(indices, classes.outputs(), kernel);
    }
    int k = outcome.outputs();
    A values = kernel.allocate(Math.multiplyExact(samples.rows(), k));
    for (int r = 0; r < samples.rows(); r++) {
      for (int j = 0; j < k; j++) {
        kernel.set(values, r * k + j, outcome.scale(j).target(samples.target(r, j)));
      }
    }
    return new DenseTargets<>(values);
  }

  private static int[] indices(SampleBatch samples, Outcome.Classes classes) {
    Map<String, Integer> index = new HashMap<>();
    for (String name : classes.names()) {
      index.put(name, index.size());
    }
    int[] indices = new int[samples.rows()];
    for (int r = 0; r < indices.length; r++) {
      indices[r] = index.get(samples.label(r));
    }
    return indices;
  }

  private Targets<A> oneAgainstAll(int[] classes, int outputs, Kernel<A> kernel) {
    A values = kernel.allocate(Math.multiplyExact(classes.length, outputs));
    for (int r = 0; r < classes.length; r++) {
      if (outputs == 1) {
        kernel.set(values, r, classes[r]);
      } else {
        kernel.set(values, r * outputs + classes[r], 1);
      }
    }
    return new DenseTargets<>(values);
  }
}
