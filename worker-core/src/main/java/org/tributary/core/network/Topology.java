package org.tributary.core.network;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;

/**
 * The shape of a network: s_1 inputs, hidden layers, K outputs with their loss.
 *
 * @param inputs s_1, the number of features
 * @param hidden the hidden layers from the input on; none makes a (generalised) linear model
 * @param outputs K, the number of outputs
 * @param outputLoss output function and loss
 * @param lossParameters what they depend on, of the kind that they take
 */
public record Topology(
    int inputs,
    List<HiddenLayer> hidden,
    int outputs,
    OutputLoss outputLoss,
    LossParameters lossParameters)
    implements Serializable {

  /** Describes a network with the default parameters of its loss. */
  public Topology(int inputs, List<HiddenLayer> hidden, int outputs, OutputLoss outputLoss) {
    this(inputs, hidden, outputs, outputLoss, outputLoss.defaults());
  }

  /**
   * Refuses a network without inputs or outputs, softmax over a single output, parameters of
   * another loss, and outputs that do not make whole groups of quantiles.
   */
  public Topology {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "Invalid topology: " + inputs + " inputs, " + outputs + " outputs (expected 1 or more)");
    }
    if (outputLoss == OutputLoss.SOFTMAX_CROSS_ENTROPY && outputs < 2) {
      throw new IllegalArgumentException(
          "Invalid topology: softmax over 1 output is constant (expected 2 or more outputs)");
    }
    outputLoss.requireTakes(lossParameters);
    if (outputs % lossParameters.outputsPerTarget() != 0) {
      throw new IllegalArgumentException(
          "Invalid topology: %d outputs for %d quantiles of each target (expected a multiple)"
              .formatted(outputs, lossParameters.outputsPerTarget()));
    }
    hidden = List.copyOf(hidden);
  }

  /** Returns the number of targets of a sample: K, or fewer if several outputs stand for one. */
  public int targets() {
    return outputs / lossParameters.outputsPerTarget();
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
