package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;

/**
 * The network, but for the widths that the data decides.
 *
 * @param hidden hidden layers from the input on
 * @param output output function and loss; empty if the labels decide
 * @param initialization how weights begin
 * @param lossParameters what output function and loss depend on, of the kind that they take
 * @param initialWeights a model's directory or a safetensors file with the weights to begin with
 */
public record NetworkSpec(
    List<HiddenLayer> hidden,
    Optional<OutputLoss> output,
    Initialization initialization,
    LossParameters lossParameters,
    Optional<String> initialWeights)
    implements Serializable {
  /** The default: two hidden layers of 64 and 32 rectified linear units. */
  public static final NetworkSpec DEFAULT =
      new NetworkSpec(
          List.of(new HiddenLayer(64, Activation.RELU), new HiddenLayer(32, Activation.RELU)),
          Optional.empty(),
          Initialization.AUTO,
          LossParameters.none(),
          Optional.empty());

  /** Describes a network with the default parameters of its loss. */
  public NetworkSpec(List<HiddenLayer> hidden, OutputLoss output, Initialization initialization) {
    this(hidden, Optional.of(output), initialization, output.defaults(), Optional.empty());
  }

  /**
   * Copies the list; refuses more or wider layers than {@link Limits} allows, and parameters of
   * another loss.
   */
  public NetworkSpec {
    hidden = List.copyOf(hidden);
    output.ifPresent(loss -> loss.requireTakes(lossParameters));
    Check.integer("number of hidden layers", hidden.size(), 0, Limits.LAYERS);
    hidden.forEach(
        layer -> Check.integer("units of a hidden layer", layer.units(), 1, Limits.UNITS));
  }

  /** Returns the same with other hidden layers. */
  public NetworkSpec withHidden(List<HiddenLayer> other) {
    return new NetworkSpec(other, output, initialization, lossParameters, initialWeights);
  }

  /** Returns the same with another output function and loss, and its default parameters. */
  public NetworkSpec withOutput(OutputLoss other) {
    return new NetworkSpec(
        hidden, Optional.of(other), initialization, other.defaults(), initialWeights);
  }

  /** Returns the same with other parameters of the loss. */
  public NetworkSpec withLossParameters(LossParameters other) {
    return new NetworkSpec(hidden, output, initialization, other, initialWeights);
  }

  /** Returns the same with weights that begin otherwise. */
  public NetworkSpec withInitialization(Initialization other) {
    return new NetworkSpec(hidden, output, other, lossParameters, initialWeights);
  }

  /** Returns the same with the weights of a model, or of a safetensors file, to begin with. */
  public NetworkSpec withInitialWeights(String path) {
    return new NetworkSpec(hidden, output, initialization, lossParameters, Optional.of(path));
  }
}
