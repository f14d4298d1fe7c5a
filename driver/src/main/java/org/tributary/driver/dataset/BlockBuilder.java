package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.Standardization;
import org.tributary.core.data.Targets;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;

/**
 * Makes blocks of samples: standardized, in the precision of the run, with leading ones.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockBuilder<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private final KernelFactory<A> kernels;
  private final Standardization standardization;
  private final Outcome outcome;
  private final OutputLoss output;

  BlockBuilder(
      KernelFactory<A> kernels,
      Standardization standardization,
      Outcome outcome,
      OutputLoss output) {
    this.kernels = kernels;
    this.standardization = standardization;
    this.outcome = outcome;
    this.output = output;
  }

  /** Returns the block of some samples, in their order. */
  Block<A> build(int index, List<Sample> samples) {
    Kernel<A> kernel = kernels.create();
    int features = standardization.features();
    A inputs = kernel.allocate(Math.multiplyExact(samples.size(), features + 1));
    A weights = kernel.allocate(samples.size());
    int at = 0;
    for (int r = 0; r < samples.size(); r++) {
      Sample sample = samples.get(r);
      kernel.set(inputs, at++, 1);
      double[] x = sample.features();
      for (int j = 0; j < features; j++) {
        kernel.set(inputs, at++, standardization.apply(j, x[j]));
      }
      kernel.set(weights, r, sample.weight());
    }
    Inputs<A> rows = new Inputs.Dense<>(features, inputs);
    return new Block<>(index, samples.size(), rows, targets(samples, kernel), weights);
  }

  private Targets<A> targets(List<Sample> samples, Kernel<A> kernel) {
    if (outcome instanceof Outcome.Classes classes) {
      int[] indices = indices(samples, classes);
      return output == OutputLoss.SOFTMAX_CROSS_ENTROPY
          ? new ClassTargets<>(indices)
          : oneAgainstAll(indices, classes.outputs(), kernel);
    }
    int k = outcome.outputs();
    A values = kernel.allocate(Math.multiplyExact(samples.size(), k));
    for (int r = 0; r < samples.size(); r++) {
      for (int j = 0; j < k; j++) {
        kernel.set(values, r * k + j, samples.get(r).targets()[j]);
      }
    }
    return new DenseTargets<>(values);
  }

  private static int[] indices(List<Sample> samples, Outcome.Classes classes) {
    Map<String, Integer> index = new HashMap<>();
    for (String name : classes.names()) {
      index.put(name, index.size());
    }
    return samples.stream().mapToInt(sample -> index.get(sample.label())).toArray();
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
