package org.tributary.core.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;

/**
 * The model whose files are kept in {@code src/test/resources/golden-model}, small enough to be
 * computed by hand.
 */
final class GoldenModel {
  private GoldenModel() {}

  /**
   * Writes the files. They change only with the format's number, which is a promise to everyone who
   * has stored a model.
   */
  public static void main(String[] arguments) throws IOException {
    Models.write(model(), Path.of(arguments[0]));
  }

  static Model model() {
    Topology topology =
        new Topology(
            3, List.of(new HiddenLayer(2, Activation.RELU)), 2, OutputLoss.SOFTMAX_CROSS_ENTROPY);
    double[] theta = {
      0.5,
      1,
      0,
      -2, // theta.1, unit 1: bias, then a weight an input
      0,
      0,
      0.25,
      1, // theta.1, unit 2
      0,
      1,
      0, // theta.2, output 1: bias, then a weight a unit
      1,
      0,
      2 // theta.2, output 2
    };
    return new Model(
        topology,
        Precision.FLOAT32,
        theta,
        preparation(),
        new Columns(
            layout().features(),
            new Outcome.Classes("kind", List.of("leaf", "stone"), 2),
            Optional.of("count")),
        provenance());
  }

  private static RowLayout layout() {
    return new RowLayout(List.of(new Feature("shade", 2), new Feature("size", 1)));
  }

  /** Inputs are in the order of the parts: the size first. */
  private static Preparation preparation() {
    RowLayout layout = layout();
    return new Preparation(
        layout,
        List.of(
            new Standardization(layout, List.of("size"), new double[] {1}, new double[] {2}),
            new Identity(layout, List.of("shade"))));
  }

  private static Provenance provenance() {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("loss", 0.25);
    measures.put("accuracy", 0.875);
    return new Provenance(
        Instant.parse("2026-01-31T12:00:00Z"),
        new TrainingData("data/leaves.csv", 96, 32),
        42,
        2,
        "epochs",
        measures,
        new Platform("0.1.0", "17.0.1", "4.1.0", "java (as TRIBUTARY_BLAS asks)"),
        "{\"train\": {\"epochs\": 2, \"seed\": 42}}",
        List.of(
            new CurvePoint(1, 0.5, 1.5, OptionalDouble.empty()),
            new CurvePoint(2, 0.25, 0.75, OptionalDouble.of(0.875))));
  }
}
