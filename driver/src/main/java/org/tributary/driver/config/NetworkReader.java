package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.ACTIVATION;
import static org.tributary.driver.config.Keys.DATA_LABEL;
import static org.tributary.driver.config.Keys.HIDDEN;
import static org.tributary.driver.config.Keys.OUTPUT_LOSS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
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
    return new NetworkSpec(
        hidden(settings),
        output,
        settings.value(Keys.INITIALIZATION),
        parameters(settings, output),
        settings.optional(Keys.INITIAL_WEIGHTS));
  }

  /** Reads the parameters of the loss; those of another loss are refused. */
  private static LossParameters parameters(Settings settings, Optional<OutputLoss> output) {
    double delta = settings.value(Keys.HUBER_DELTA);
    List<Double> levels = settings.value(Keys.QUANTILES);
    only(settings, Keys.HUBER_DELTA, output, OutputLoss.IDENTITY_HUBER);
    only(settings, Keys.QUANTILES, output, OutputLoss.QUANTILES_PINBALL);
    if (output.isEmpty()) {
      return LossParameters.none();
    }
    return switch (output.get()) {
      case IDENTITY_HUBER -> new LossParameters.Huber(delta);
      case QUANTILES_PINBALL -> quantiles(settings, levels);
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          EXPONENTIAL_POISSON ->
          LossParameters.none();
    };
  }

  private static void only(
      Settings settings, Key<?> key, Optional<OutputLoss> output, OutputLoss owner) {
    if (!output.equals(Optional.of(owner))) {
      settings.omit(key);
      settings.refuse(
          key,
          "it applies only to network.output %s; remove it or set network.output=%s"
              .formatted(ValueTypes.name(owner), ValueTypes.name(owner)));
    }
  }

  private static LossParameters quantiles(Settings settings, List<Double> levels) {
    try {
      return new LossParameters.Quantiles(levels);
    } catch (IllegalArgumentException e) {
      settings.invalid(Keys.QUANTILES, "one or several levels in increasing order");
      return LossParameters.Quantiles.DEFAULT;
    }
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
