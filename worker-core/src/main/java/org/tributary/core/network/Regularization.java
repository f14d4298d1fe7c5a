package org.tributary.core.network;

import java.io.Serializable;
import org.tributary.core.function.OutputLoss;

/**
 * Regularization of training, which evaluation does not apply.
 *
 * @param dropout the dropout rates
 * @param labelSmoothing how far targets are mixed with the even chance, from 0 to less than 1; see
 *     {@link OutputLoss#smoothed}
 */
public record Regularization(Dropout dropout, double labelSmoothing) implements Serializable {
  /** Training on samples as they are. */
  public static final Regularization NONE = new Regularization(Dropout.NONE, 0);

  /** Refuses a smoothing out of [0, 1). */
  public Regularization {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "Invalid label smoothing: %s (expected a number from 0 to less than 1)"
              .formatted(labelSmoothing));
    }
  }

  /** Refuses what a network cannot take. */
  void requireFit(Topology topology) {
    if (labelSmoothing > 0 && !topology.outputLoss().takesSmoothing()) {
      throw new IllegalArgumentException(
          "Cannot smooth the labels of %s: its targets are numbers, not classes"
              .formatted(topology.outputLoss()));
    }
    int rates = dropout.hidden().size();
    if (rates > 0 && rates != topology.hidden().size()) {
      throw new IllegalArgumentException(
          "Cannot drop units of %s: %d rates for %d hidden layers"
              .formatted(topology, rates, topology.hidden().size()));
    }
  }
}
