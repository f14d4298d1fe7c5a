package org.tributary.core.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/** The networks measured: 784 pixels, two hidden layers, softmax over 10 classes. */
public enum NetworkSize {
  /** 784-64-64-10, sigmoid. */
  W1(64, 64, Activation.SIGMOID),
  /** 784-256-128-10, relu. */
  W2(256, 128, Activation.RELU),
  /** 784-1024-1024-10, relu. */
  W3(1024, 1024, Activation.RELU);

  private static final int FEATURES = 784;
  private static final int CLASSES = 10;

  private final int first;
  private final int second;
  private final Activation activation;

  NetworkSize(int first, int second, Activation activation) {
    this.first = first;
    this.second = second;
    this.activation = activation;
  }

  ParameterLayout layout() {
    return new ParameterLayout(
        new Topology(
            FEATURES,
            List.of(new HiddenLayer(first, activation), new HiddenLayer(second, activation)),
            CLASSES,
            OutputLoss.SOFTMAX_CROSS_ENTROPY));
  }

  /** Returns a block of random pixels in [0, 1] and classes in turn, every weight 1. */
  <A> Block<A> block(int rows, Kernel<A> kernel) {
    double[] inputs = Numbers.uniform(rows * (FEATURES + 1), 1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i % (FEATURES + 1) == 0 ? 1 : Math.abs(inputs[i]);
    }
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    int[] classes = IntStream.range(0, rows).map(r -> r % CLASSES).toArray();
    return new Block<>(
        0,
        rows,
        new Inputs.Dense<>(FEATURES, kernel.fromDoubles(inputs)),
        new ClassTargets<>(classes),
        kernel.fromDoubles(weights));
  }
}
