package org.tributary.driver.bench;

import java.util.List;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;

/**
 * The benchmark networks. All classify 28 x 28 pixels into ten classes with softmax and
 * cross-entropy.
 */
public enum BenchmarkNetwork {
  /**
   * 784-64-64-10 with sigmoid: small, so that overhead besides matrix multiplication is visible.
   */
  W1(Activation.SIGMOID, 64, 64),
  /** 784-256-128-10 with relu: a common size for such images. */
  W2(Activation.RELU, 256, 128),
  /** 784-1024-1024-10 with relu: large, dominated by matrix multiplication. */
  W3(Activation.RELU, 1024, 1024);

  /** Number of inputs of all of them. */
  public static final int INPUTS = 784;

  /** Number of outputs of all of them. */
  public static final int OUTPUTS = 10;

  private final Activation activation;
  private final int first;
  private final int second;

  BenchmarkNetwork(Activation activation, int first, int second) {
    this.activation = activation;
    this.first = first;
    this.second = second;
  }

  /** Returns the network. */
  public Topology topology() {
    return topology(1);
  }

  /** Returns the network with hidden layers {@code factor} times as wide. */
  public Topology topology(int factor) {
    List<HiddenLayer> hidden =
        List.of(
            new HiddenLayer(first * factor, activation),
            new HiddenLayer(second * factor, activation));
    return new Topology(INPUTS, hidden, OUTPUTS, OutputLoss.SOFTMAX_CROSS_ENTROPY);
  }
}
