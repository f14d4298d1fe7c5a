package org.tributary.driver.export;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.model.Model;
import org.tributary.driver.export.OnnxGraph.ElementType;

/** The output function and the decision of a model as nodes: from logits to predictions. */
final class OnnxOutputs {
  /** The predicted class, a text; or the predicted numbers. */
  static final String PREDICTION = "prediction";

  /** The probabilities of the classes. */
  static final String PROBABILITIES = "probabilities";

  private final OnnxGraph graph;
  private final OnnxNetwork network;
  private final Model model;
  private final ElementType type;

  OnnxOutputs(OnnxGraph graph, OnnxNetwork network, Model model) {
    this.graph = graph;
    this.network = network;
    this.model = model;
    this.type = network.type();
  }

  /** Adds the nodes and the outputs of the graph. */
  void add(String logits) {
    String h = outputs(logits);
    if (model.columns().outcome() instanceof Outcome.Classes classes) {
      addClasses(h, classes);
    } else {
      String numbers = inUnitsOfTheData(graph.cast(h, ElementType.DOUBLE));
      String meaning = String.join(", ", OnnxExport.outputNames(model));
      graph.output(numbers, PREDICTION, ElementType.DOUBLE, meaning, model.topology().outputs());
    }
  }

  private String outputs(String z) {
    return switch (model.topology().outputLoss()) {
      case SOFTMAX_CROSS_ENTROPY -> graph.node("Softmax", List.of(z), OnnxGraph.integer("axis", 1));
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> graph.node("Sigmoid", z);
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER -> z;
      case EXPONENTIAL_POISSON ->
          graph.node("Exp", graph.node("Min", z, graph.number(type, OutputLoss.MOST_LOG)));
      case QUANTILES_PINBALL -> quantiles(z);
    };
  }

  /** Adds h_1 = z_1, h_q = h_(q-1) + ln(1 + e^z_q) of each target. */
  private String quantiles(String z) {
    int levels = model.topology().lossParameters().outputsPerTarget();
    int outputs = model.topology().outputs();
    double[] isFirst =
        IntStream.range(0, outputs).mapToDouble(k -> k % levels == 0 ? 1 : 0).toArray();
    String first = graph.node("Cast", List.of(graph.numbers(type, isFirst)), OnnxGraph.TO_BOOLEAN);
    String terms = graph.node("Where", first, z, network.softplus(z));
    String byTarget = graph.node("Reshape", terms, graph.integers(0, outputs / levels, levels));
    String sums = graph.node("CumSum", byTarget, graph.scalar(2));
    return graph.node("Reshape", sums, graph.integers(0, outputs));
  }

  private String inUnitsOfTheData(String h) {
    Outcome outcome = model.columns().outcome();
    int k = model.topology().outputs();
    List<TargetScale> scales =
        IntStream.range(0, k).mapToObj(i -> outcome.scale(i * outcome.outputs() / k)).toList();
    String scaled =
        graph.node(
            "Add",
            graph.node("Mul", h, row(scales, TargetScale::deviation)),
            row(scales, TargetScale::mean));
    String number = scaled;
    if (scales.stream().anyMatch(TargetScale::log)) {
      String isLog =
          graph.node(
              "Cast", List.of(row(scales, scale -> scale.log() ? 1 : 0)), OnnxGraph.TO_BOOLEAN);
      // Of columns without a logarithm, whose exponential may be too large for a double, 0.
      String exponent = graph.node("Where", isLog, scaled, graph.number(ElementType.DOUBLE, 0));
      String size =
          graph.node(
              "Sub",
              graph.node("Exp", graph.node("Abs", exponent)),
              graph.number(ElementType.DOUBLE, 1));
      String signed = graph.node("Mul", graph.node("Sign", exponent), size);
      number = graph.node("Where", isLog, signed, scaled);
    }
    boolean limited =
        scales.stream().anyMatch(s -> Double.isFinite(s.lower()) || Double.isFinite(s.upper()));
    return limited
        ? graph.node(
            "Max",
            graph.node("Min", number, row(scales, TargetScale::upper)),
            row(scales, TargetScale::lower))
        : number;
  }

  private String row(
      List<TargetScale> scales, java.util.function.ToDoubleFunction<TargetScale> part) {
    return graph.numbers(ElementType.DOUBLE, scales.stream().mapToDouble(part).toArray());
  }

  private void addClasses(String h, Outcome.Classes classes) {
    String probabilities =
        classes.outputs() == 1
            ? graph.concat(List.of(graph.node("Sub", graph.number(type, 1), h), h))
            : h;
    String names = graph.texts(classes.names());
    graph.output(
        graph.node("Gather", names, index(h, classes)),
        PREDICTION,
        ElementType.STRING,
        "class of " + classes.column());
    graph.output(
        probabilities,
        PROBABILITIES,
        type,
        "one for each of the classes in their order",
        classes.names().size());
  }

  /** Adds the index of the predicted class; see {@code PredictionRule}. */
  private String index(String h, Outcome.Classes classes) {
    OptionalDouble threshold = model.decision().threshold();
    if (threshold.isEmpty() && classes.outputs() > 1) {
      return graph.node(
          "ArgMax", List.of(h), OnnxGraph.integer("axis", 1), OnnxGraph.integer("keepdims", 0));
    }
    String last =
        graph.node(
            "Gather",
            List.of(h, graph.integers(classes.outputs() - 1)),
            OnnxGraph.integer("axis", 1));
    String flat = graph.node("Reshape", last, graph.integers(-1));
    String above =
        graph.node(
            "Greater",
            graph.cast(flat, ElementType.DOUBLE),
            graph.number(ElementType.DOUBLE, threshold.orElse(0.5)));
    return graph.cast(above, ElementType.INT64);
  }
}
