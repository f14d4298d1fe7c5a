package org.tributary.core.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Targets;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Topology;
import org.tributary.core.random.RandomStream;

/**
 * Samples for tests, in double precision, to be cut into blocks of any sizes and either precision.
 */
final class Samples {
  /** Whether samples weigh 1 each or differ. */
  enum Weighting {
    EQUAL,
    UNEQUAL
  }

  private final OutputLoss outputLoss;
  private final double[][] inputs;
  private final double[][] targets;
  private final double[] weights;

  /** Wraps the arrays: features, outputs (one-hot for softmax) and weight of each row. */
  Samples(OutputLoss outputLoss, double[][] inputs, double[][] targets, double[] weights) {
    this.outputLoss = outputLoss;
    this.inputs = inputs;
    this.targets = targets;
    this.weights = weights;
  }

  /** Draws normal inputs, targets that fit the loss, and weights of 1 or uniform in [0.25, 2). */
  static Samples random(Topology topology, int rows, Weighting weighting, long seed) {
    RandomStream random = RandomStream.of(seed, "test-samples", 0);
    double[][] inputs = new double[rows][topology.inputs()];
    double[][] targets = new double[rows][];
    double[] weights = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < topology.inputs(); j++) {
        inputs[r][j] = random.normal();
      }
      targets[r] = target(topology, random);
      weights[r] = weighting == Weighting.EQUAL ? 1 : 0.25 + 1.75 * random.uniform();
    }
    return new Samples(topology.outputLoss(), inputs, targets, weights);
  }

  private static double[] target(Topology topology, RandomStream random) {
    double[] y = new double[topology.targets()];
    switch (topology.outputLoss()) {
      case SOFTMAX_CROSS_ENTROPY -> y[random.below(y.length)] = 1;
      case SIGMOID_CROSS_ENTROPY -> Arrays.setAll(y, k -> random.below(2));
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL ->
          Arrays.setAll(y, k -> random.normal());
      case EXPONENTIAL_POISSON -> Arrays.setAll(y, k -> random.below(5));
      case SIGMOID_SQUARED_ERROR -> Arrays.setAll(y, k -> random.uniform());
    }
    return y;
  }

  /** Returns the samples as blocks of the given numbers of rows. */
  <A> List<Block<A>> blocks(Kernel<A> kernel, int... sizes) {
    List<Block<A>> blocks = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      blocks.add(block(kernel, blocks.size(), from, size));
      from += size;
    }
    if (from != inputs.length) {
      throw new IllegalArgumentException(
          "Cannot cut %d samples into blocks of %s"
              .formatted(inputs.length, Arrays.toString(sizes)));
    }
    return blocks;
  }

  /** Returns the samples as one block. */
  <A> List<Block<A>> block(Kernel<A> kernel) {
    return blocks(kernel, inputs.length);
  }

  private <A> Block<A> block(Kernel<A> kernel, int index, int from, int rows) {
    int features = inputs[0].length;
    double[] augmented = new double[rows * (features + 1)];
    double[] rowWeights = Arrays.copyOfRange(weights, from, from + rows);
    for (int r = 0; r < rows; r++) {
      augmented[r * (features + 1)] = 1;
      System.arraycopy(inputs[from + r], 0, augmented, r * (features + 1) + 1, features);
    }
    return new Block<>(
        index,
        rows,
        new Inputs.Dense<>(features, kernel.fromDoubles(augmented)),
        targets(kernel, from, rows),
        kernel.fromDoubles(rowWeights));
  }

  private <A> Targets<A> targets(Kernel<A> kernel, int from, int rows) {
    int outputs = targets[0].length;
    if (outputLoss == OutputLoss.SOFTMAX_CROSS_ENTROPY && oneHot()) {
      int[] classes = new int[rows];
      for (int r = 0; r < rows; r++) {
        while (targets[from + r][classes[r]] == 0) {
          classes[r]++;
        }
      }
      return new ClassTargets<>(classes);
    }
    double[] values = new double[rows * outputs];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(targets[from + r], 0, values, r * outputs, outputs);
    }
    return new DenseTargets<>(kernel.fromDoubles(values));
  }

  private boolean oneHot() {
    return Arrays.stream(targets).flatMapToDouble(Arrays::stream).allMatch(y -> y == 0 || y == 1);
  }
}
