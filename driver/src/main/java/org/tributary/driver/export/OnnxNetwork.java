package org.tributary.driver.export;

import java.util.List;
import org.tributary.core.function.Activation;
import org.tributary.core.model.Model;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.export.OnnxGraph.ElementType;

/**
 * The layers of a model as nodes, in the model's precision, from inputs to logits divided by the
 * temperature. Activations are made of operators that exist in both precisions.
 */
final class OnnxNetwork {
  private final OnnxGraph graph;
  private final Model model;
  private final ElementType type;

  OnnxNetwork(OnnxGraph graph, Model model) {
    this.graph = graph;
    this.model = model;
    this.type =
        switch (model.precision()) {
          case FLOAT32 -> ElementType.FLOAT;
          case FLOAT64 -> ElementType.DOUBLE;
        };
  }

  /** Returns the type of the logits. */
  ElementType type() {
    return type;
  }

  /** Adds the layers, and returns the logits. */
  String add(String inputs) {
    ParameterLayout layout = model.layout();
    double[] theta = model.theta();
    String a = graph.cast(inputs, type);
    for (int l = 0; l < layout.layers(); l++) {
      String z = layer(theta, layout, l, a);
      a = l + 1 < layout.layers() ? activated(model.topology().hidden().get(l).activation(), z) : z;
    }
    double temperature = model.decision().temperature();
    return temperature == 1 ? a : graph.node("Div", a, number(temperature));
  }

  private String layer(double[] theta, ParameterLayout layout, int l, String a) {
    int out = layout.rows(l);
    int in = layout.columns(l) - 1;
    double[] bias = new double[out];
    double[] weights = new double[Math.multiplyExact(out, in)];
    for (int i = 0; i < out; i++) {
      int row = layout.offset(l) + i * (in + 1);
      bias[i] = theta[row];
      System.arraycopy(theta, row + 1, weights, i * in, in);
    }
    return graph.node(
        "Gemm",
        List.of(a, graph.numbers(type, weights, out, in), graph.numbers(type, bias)),
        OnnxGraph.integer("transB", 1));
  }

  private String activated(Activation g, String z) {
    return switch (g) {
      case SIGMOID -> graph.node("Sigmoid", z);
      case TANH -> graph.node("Tanh", z);
      case RELU -> graph.node("Relu", z);
      case LEAKY_RELU -> graph.node("Max", z, times(z, Activation.LEAK));
      case ELU -> graph.node("Add", graph.node("Relu", z), exponentialBelowZero(z, 1));
      case SELU ->
          times(
              graph.node(
                  "Add", graph.node("Relu", z), exponentialBelowZero(z, Activation.SELU_ALPHA)),
              Activation.SELU_SCALE);
      case GELU -> gelu(z);
      case MISH -> graph.node("Mul", z, graph.node("Tanh", softplus(z)));
      case SOFTPLUS -> softplus(z);
      case IDENTITY -> z;
    };
  }

  /** Adds alpha (e^min(z, 0) - 1). */
  private String exponentialBelowZero(String z, double alpha) {
    String e = graph.node("Exp", graph.node("Min", z, number(0)));
    return times(graph.node("Sub", e, number(1)), alpha);
  }

  /** Adds z/2 (1 + tanh(c (z + k z^3))). */
  private String gelu(String z) {
    String cube = graph.node("Mul", graph.node("Mul", z, z), z);
    String inner = graph.node("Add", z, times(cube, Activation.GELU_CUBIC));
    String tanh = graph.node("Tanh", times(inner, Activation.GELU_SCALE));
    return graph.node("Mul", times(z, 0.5), graph.node("Add", tanh, number(1)));
  }

  /** Adds ln(1 + e^z) as max(0, z) + ln(1 + e^-|z|), which does not overflow. */
  String softplus(String z) {
    String e = graph.node("Exp", graph.node("Neg", graph.node("Abs", z)));
    String log = graph.node("Log", graph.node("Add", e, number(1)));
    return graph.node("Add", graph.node("Relu", z), log);
  }

  private String times(String x, double factor) {
    return graph.node("Mul", x, number(factor));
  }

  private String number(double value) {
    return graph.number(type, value);
  }
}
