package org.tributary.ml;

import org.tributary.core.model.Model;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.train.InitialParameters;

/**
 * Begins a training with the weights of a model.
 *
 * @param path where the model is
 * @param model the model
 */
record InitialModel(String path, Model model) implements InitialParameters {
  /**
   * Returns the weights.
   *
   * @throws IllegalArgumentException if the network is another one
   */
  @Override
  public double[] of(ParameterLayout layout) {
    if (!model.topology().equals(layout.topology())) {
      throw new IllegalArgumentException(
          "Cannot begin with initialModel %s: it is %s (expected %s)"
              .formatted(path, described(model.layout()), described(layout)));
    }
    return model.theta();
  }

  private static String described(ParameterLayout layout) {
    return "%s with the activations %s and %s"
        .formatted(
            layout.topology(),
            layout.topology().hidden().stream()
                .map(layer -> TrainingParams.name(layer.activation()))
                .distinct()
                .toList(),
            TrainingParams.name(layout.topology().outputLoss()));
  }
}
