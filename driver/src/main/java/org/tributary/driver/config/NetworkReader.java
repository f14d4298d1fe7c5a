package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.ACTIVATION;
import static org.tributary.driver.config.Keys.DATA_LABEL;
import static org.tributary.driver.config.Keys.HIDDEN;
import static org.tributary.driver.config.Keys.OUTPUT_LOSS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.spec.NetworkSpec;

/** Reads the section {@code network}. */
final class NetworkReader {
  private NetworkReader() {}

  /**
   * Reads the section; problems are added to the settings.
   *
   * @param labels the label columns, which have to go with the output function
   */
  static NetworkSpec read(Settings settings, List<String> labels) {
    Optional<OutputLoss> output = settings.value(OUTPUT_LOSS);
    if (output.equals(Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY)) && labels.size() > 1) {
      settings.invalid(
          DATA_LABEL,
          "one column of classes with network.output softmax-cross-entropy; or set network.output"
              + " to sigmoid-cross-entropy for several binary labels, or to"
              + " identity-squared-error for several numbers");
    }
    return new NetworkSpec(hidden(settings), output, settings.value(Keys.INITIALIZATION));
  }

  private static List<HiddenLayer> hidden(Settings settings) {
    List<Integer> widths = settings.value(HIDDEN);
    List<Activation> activations = settings.value(ACTIVATION);
    if (widths.isEmpty()) {
      settings.omit(ACTIVATION);
      settings.refuse(
          ACTIVATION,
          "network.hidden is empty, so no layer has an activation; remove it, or unset it with"
              + " network.activation=");
      return List.of();
    }
    if (activations.size() != 1 && activations.size() != widths.size()) {
      settings.invalid(
          ACTIVATION, "one name, or one for each of the " + widths.size() + " hidden layers");
      return List.of();
    }
    List<HiddenLayer> layers = new ArrayList<>();
    for (int l = 0; l < widths.size(); l++) {
      Activation activation = activations.get(activations.size() == 1 ? 0 : l);
      layers.add(new HiddenLayer(widths.get(l), activation));
    }
    settings.resolve(ACTIVATION, layers.stream().map(HiddenLayer::activation).toList());
    return layers;
  }
}
