package org.tributary.core.network;

import java.io.Serializable;
import org.tributary.core.function.Activation;

/**
 * One hidden layer: how many units, and their activation.
 *
 * @param units number of units, at least 1
 * @param activation g of the layer
 */
public record HiddenLayer(int units, Activation activation) implements Serializable {
  /** Refuses a layer without units. */
  public HiddenLayer {
    if (units < 1) {
      throw new IllegalArgumentException(
          "Invalid hidden layer: " + units + " units (expected 1 or more)");
    }
  }
}
