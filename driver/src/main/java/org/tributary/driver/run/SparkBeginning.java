package org.tributary.driver.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.Standardization;

/**
 * Begins a training with the function of a model of Spark: its weights of raw numbers become those
 * of prepared numbers. For an input x' = (x - m) / s,
 *
 * <pre>
 *   w x + b = (w s) x' + (b + w m)
 * </pre>
 *
 * @param model the model of Spark
 * @param preparation of the training
 * @param outcome of the training
 */
record SparkBeginning(SparkClassifier model, Preparation preparation, Outcome outcome) {
  /**
   * Returns the initial parameters, unrolled.
   *
   * @throws IllegalArgumentException with the reason, if the network, the classes or the inputs are
   *     others
   */
  double[] theta(ParameterLayout layout) {
    requireSameNetwork(layout.topology());
    requireSameClasses();
    double[] theta = SparkOrder.theta(layout, model.weights());
    double[] sparks = theta.clone();
    int input = 0;
    for (ColumnPreparation part : preparation.parts()) {
      for (int i = 0; i < part.inputs(); i++) {
        input++;
        double mean = mean(part, i);
        double deviation = deviation(part, i);
        for (int unit = 0; unit < layout.rows(0); unit++) {
          int bias = layout.offset(0) + unit * layout.columns(0);
          double weight = sparks[bias + 1 + part.cell(i)];
          theta[bias + input] = weight * deviation;
          theta[bias] += weight * mean;
        }
      }
    }
    return theta;
  }

  private static double mean(ColumnPreparation part, int input) {
    return part instanceof Standardization scaling ? scaling.mean(input) : 0;
  }

  private static double deviation(ColumnPreparation part, int input) {
    return part instanceof Standardization scaling ? scaling.deviation(input) : 1;
  }

  private void requireSameNetwork(Topology topology) {
    List<Integer> sizes =
        IntStream.rangeClosed(0, topology.weightLayers()).mapToObj(topology::units).toList();
    for (ColumnPreparation part : preparation.parts()) {
      if (!(part instanceof Identity || part instanceof Standardization)) {
        throw new IllegalArgumentException(
            "it takes numbers as they are, but the input %s of this data is prepared as %s (expected numbers without gaps, and data.scaling = none or standard)"
                .formatted(part.inputName(0), part.kind().id()));
      }
    }
    if (!model.layers().equals(sizes)) {
      throw new IllegalArgumentException(
          "its layers are %s (expected %s: the inputs, network.hidden and the classes)"
              .formatted(model.layers(), sizes));
    }
    if (preparation.layout().cells() != sizes.get(0)) {
      throw new IllegalArgumentException(
          "it has %d inputs, but this data has %d columns of numbers, some of which are not used (expected one input for each)"
              .formatted(sizes.get(0), preparation.layout().cells()));
    }
    List<String> activations =
        topology.hidden().stream().map(layer -> id(layer.activation())).distinct().toList();
    if (!activations.isEmpty() && !activations.equals(List.of(id(Activation.SIGMOID)))) {
      throw new IllegalArgumentException(
          "its hidden layers are sigmoid (expected %s; set network.activation = sigmoid)"
              .formatted(String.join(", ", activations)));
    }
    if (topology.outputLoss() != OutputLoss.SOFTMAX_CROSS_ENTROPY) {
      throw new IllegalArgumentException(
          "its output is softmax-cross-entropy (expected %s)".formatted(id(topology.outputLoss())));
    }
  }

  private void requireSameClasses() {
    List<String> expected =
        IntStream.range(0, model.layers().get(model.layers().size() - 1))
            .mapToObj(String::valueOf)
            .toList();
    List<String> found =
        outcome instanceof Outcome.Classes classes ? classes.names() : outcome.columns();
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "it predicts %s (expected %s, the labels of this data)".formatted(expected, found));
    }
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
