package org.tributary.core.network;

import java.io.Serializable;
import java.util.List;

/**
 * The rates of inverted dropout.
 *
 * <pre>
 *   a' = r .* a,  r = 0 with probability p and 1/(1 - p) otherwise, for each unit of each sample
 * </pre>
 *
 * <p>The expected value of a' is a, so evaluation takes the whole network as it is. The constant 1
 * that carries the bias stays. Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural
 * Networks from Overfitting, JMLR 15, 2014.
 *
 * @param inputs p of the inputs, from 0 to less than 1
 * @param hidden p of each hidden layer from the input on; empty for none
 */
public record Dropout(double inputs, List<Double> hidden) implements Serializable {
  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, List.of());

  /** Refuses rates out of [0, 1). */
  public Dropout {
    requireRate(inputs);
    hidden = List.copyOf(hidden);
    hidden.forEach(Dropout::requireRate);
  }

  private static void requireRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "Invalid dropout: " + rate + " (expected a number from 0 to less than 1)");
    }
  }

  /** Returns whether any rate is positive. */
  public boolean isActive() {
    return inputs > 0 || hidden.stream().anyMatch(rate -> rate > 0);
  }

  /**
   * Returns p of a layer.
   *
   * @param layer 0 for the inputs, from 1 on for the hidden layers
   */
  public double rate(int layer) {
    if (layer == 0) {
      return inputs;
    }
    return hidden.isEmpty() ? 0 : hidden.get(layer - 1);
  }
}
