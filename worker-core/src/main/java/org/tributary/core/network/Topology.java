package org.tributary.core.network;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.tributary.core.function.OutputLoss;

/**
 * The shape of a network: s_1 inputs, hidden layers, K outputs with their loss.
 *
 * @param inputs s_1, the number of features
 * @param hidden the hidden layers from the input on; none makes a (generalised) linear model
 * @param outputs K, the number of outputs
 * @param outputLoss output function and loss
 */
public record Topology(int inputs, List<HiddenLayer> hidden, int outputs, OutputLoss outputLoss)
    implements Serializable {

  /** Refuses a network without inputs or outputs, and softmax over a single output. */
  public Topology {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "Invalid topology: " + inputs + " inputs, " + outputs + " outputs (expected 1 or more)");
    }
    if (outputLoss == OutputLoss.SOFTMAX_CROSS_ENTROPY && outputs < 2) {
      throw new IllegalArgumentException(
          "Invalid topology: softmax over 1 output is constant (expected 2 or more outputs)");
    }
    hidden = List.copyOf(hidden);
  }

  /** Returns the number of layers of weights, L - 1. */
  public int weightLayers() {
    return hidden.size() + 1;
  }

  /**
   * Returns s_(l+1), the number of units of a layer.
   *
   * @param layer 0 for the inputs, {@link #weightLayers()} for the outputs
   */
  public int units(int layer) {
    if (layer == 0) {
      return inputs;
    }
    return layer == weightLayers() ? outputs : hidden.get(layer - 1).units();
  }

  /** Returns the units of the widest layer, inputs and outputs included. */
  public int widest() {
    int hiddenWidest = hidden.stream().mapToInt(HiddenLayer::units).max().orElse(0);
    return Math.max(hiddenWidest, Math.max(inputs, outputs));
  }

  /** Returns the widths joined by dashes, such as {@code 64-32-10}. */
  @Override
  public String toString() {
    String middle = hidden.stream().map(layer -> layer.units() + "-").collect(Collectors.joining());
    return inputs + "-" + middle + outputs;
  }
}
