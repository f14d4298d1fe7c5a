package org.tributary.driver.bench;

import java.util.List;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;

/**
 * The networks that are measured, all of which classify 28 x 28 pixels into ten classes by softmax
 * and cross-entropy.
 */
public enum BenchmarkNetwork {
  /** 784-64-64-10 of sigmoids: small, so that much of the time is not in matrix products. */
  W1(Activation.SIGMOID, 64, 64),
  /** 784-256-128-10 of rectifiers: of the size that is often trained on such images. */
  W2(Activation.RELU, 256, 128),
  /** 784-1024-1024-10 of rectifiers: large, so that matrix products decide. */
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
