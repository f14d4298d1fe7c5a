package org.tributary.core.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.random.RandomStream;

/** Models for tests, each the same in every run. */
public final class Models {
  /** Number of raw features of each model. */
  public static final int INPUTS = 5;

  private Models() {}

  /** Returns a model of every precision, depth, output function and outcome. */
  public static Stream<Model> everyKind() {
    List<Model> models = new ArrayList<>();
    List<HiddenLayer> deep =
        Arrays.stream(Activation.values()).map(g -> new HiddenLayer(3, g)).toList();
    for (Precision precision : Precision.values()) {
      for (List<HiddenLayer> hidden : List.of(List.<HiddenLayer>of(), deep)) {
        for (OutputLoss loss : OutputLoss.values()) {
          if (loss.defaults().equals(LossParameters.none())) {
            models.add(model(loss, hidden, precision, classes(2)));
          }
          if (loss != OutputLoss.SOFTMAX_CROSS_ENTROPY) {
            models.add(model(loss, hidden, precision, numbers(1)));
            models.add(model(loss, hidden, precision, numbers(3)));
          }
          if (loss != OutputLoss.SOFTMAX_CROSS_ENTROPY
              && loss.defaults().equals(LossParameters.none())) {
            Outcome shared = new Outcome.Classes("label", List.of("", "ja"), 1);
            models.add(model(loss, hidden, precision, shared));
          }
        }
      }
    }
    return models.stream();
  }

  /** Returns 3 classes by a relu layer of 4 units. */
  public static Model classifier(Precision precision) {
    return model(
        OutputLoss.SOFTMAX_CROSS_ENTROPY,
        List.of(new HiddenLayer(4, Activation.RELU)),
        precision,
        classes(3));
  }

  /** Returns two classes that share one output. */
  public static Model binary() {
    return model(
        OutputLoss.SIGMOID_CROSS_ENTROPY,
        List.of(),
        Precision.FLOAT64,
        new Outcome.Classes("label", List.of("no", "yes"), 1));
  }

  /** Returns a model with the parameters of {@link #theta}. */
  public static Model model(
      OutputLoss loss, List<HiddenLayer> hidden, Precision precision, Outcome outcome) {
    int outputs = outcome.outputs() * loss.defaults().outputsPerTarget();
    Topology topology = new Topology(INPUTS, hidden, outputs, loss);
    return new Model(
        topology, precision, theta(topology), preparation(), columns(outcome), provenance());
  }

  /** Returns the parameters of a network: normal numbers. */
  public static double[] theta(Topology topology) {
    RandomStream random = RandomStream.of(7, "theta", 0);
    double[] theta = new double[new ParameterLayout(topology).size()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = random.normal();
    }
    return theta;
  }

  static RowLayout layout() {
    return new RowLayout(List.of(new Feature("größe", 1), new Feature("pixels", 4)));
  }

  static Preparation preparation() {
    return new Preparation(layout(), List.of(standardization()));
  }

  public static Standardization standardization() {
    return new Standardization(
        layout(),
        layout().names(),
        new double[] {0.1, -3, 1e6, 0, 1.0 / 3},
        new double[] {2, 0.7, 1e5, 1, 1e-3});
  }

  static Columns columns(Outcome outcome) {
    return new Columns(layout().features(), outcome, Optional.of("w"));
  }

  /** Returns so many classes, each with an output. */
  public static Outcome classes(int number) {
    return new Outcome.Classes(
        "label", IntStream.range(0, number).mapToObj(i -> "class " + i).toList(), number);
  }

  /** Returns so many numbers. */
  public static Outcome numbers(int number) {
    return new Outcome.Numbers(IntStream.range(0, number).mapToObj(i -> "y" + i).toList());
  }

  /** Returns where the models come from. */
  public static Provenance provenance() {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("log loss", 0.1);
    measures.put("area under curve", Double.NaN);
    measures.put("accuracy", 1.0 / 3);
    return new Provenance(
        Instant.parse("2026-01-31T12:34:56.789012Z"),
        new TrainingData("conf/data/\"digits\".csv", 1_000_000_000_000L, 17, Optional.of("00ff")),
        Long.MIN_VALUE,
        40,
        "the gradient is short",
        measures,
        new Platform("0.1.0", "17.0.1", "4.1.0", "onednn (oneDNN 3.8.1)"),
        "{\"train\": {\"epochs\": 40, \"rate\": 1e-3, \"seed\": 9007199254740993}}",
        List.of(
            new CurvePoint(1, 2.5, Double.POSITIVE_INFINITY, OptionalDouble.empty()),
            new CurvePoint(2, 1e-300, 0.1, OptionalDouble.of(0.9))));
  }

  /** Returns raw features that exercise every input. */
  public static double[] rows(int rows) {
    RandomStream random = RandomStream.of(8, "rows", 0);
    double[] raw = new double[rows * INPUTS];
    for (int i = 0; i < raw.length; i++) {
      Standardization s = standardization();
      raw[i] = s.mean(i % INPUTS) + s.deviation(i % INPUTS) * random.normal();
    }
    return raw;
  }

  /** Writes a model into a new directory. */
  public static Path write(Model model, Path directory) throws IOException {
    Files.createDirectories(directory);
    ModelFiles.of(model).write(file -> Files.newOutputStream(directory.resolve(file)));
    return directory;
  }
}
