package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;

/**
 * J and every gradient equal those of PyTorch's automatic differentiation.
 *
 * <p>{@code golden.py} beside the values computes them in float64 and shares no code with
 * Tributary.
 */
class PyTorchGoldenTest {
  /**
   * Both sides round differently: 12 samples through at most 5 layers of sums of at most 8 terms
   * are some hundreds of roundings of 1.1e-16, at worst a few 1e-14 of the largest number in a
   * tensor, to which it is therefore relative. Any error of a formula is many orders larger.
   */
  private static final double TOLERANCE = 1e-12;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tanh-softmax-weighted",
        "relu-multilabel-l2",
        "gelu-regression",
        "mixed-squared-error-l2-weighted",
        "relu-softmax-smoothed",
        "tanh-multilabel-smoothed"
      })
  void valueAndEveryGradientEqualThoseOfPyTorch(String name) throws IOException {
    JsonNode golden = read(name);
    Topology topology = topology(golden);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples =
        new Samples(
            topology.outputLoss(),
            matrix(golden.get("x")),
            matrix(golden.get("y")),
            vector(golden.get("w")));
    BlockObjective<double[]> objective =
        new BlockObjective<>(
            layout,
            Kernel.float64(),
            samples.blocks(Kernel.float64(), 5, 5, 2),
            new Penalty(0, golden.get("l2").asDouble()),
            new Regularization(Dropout.NONE, golden.get("labelSmoothing").asDouble()),
            0);

    Objective actual = objective.at(unrolled(layout, golden.get("theta")));

    double value = golden.get("value").asDouble();
    assertThat(actual.value()).isCloseTo(value, within(TOLERANCE * value));
    double[] gradient = unrolled(layout, golden.get("gradient"));
    for (int l = 0; l < layout.layers(); l++) {
      int from = layout.offset(l);
      int to = from + layout.rows(l) * layout.columns(l);
      double[] expected = Arrays.copyOfRange(gradient, from, to);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(Arrays.copyOfRange(actual.gradient(), from, to))
          .as("D^(%d)", l + 1)
          .containsExactly(expected, within(TOLERANCE * largest));
    }
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in =
        PyTorchGoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static Topology topology(JsonNode golden) {
    List<HiddenLayer> hidden = new ArrayList<>();
    for (JsonNode layer : golden.get("hidden")) {
      hidden.add(
          new HiddenLayer(
              layer.get("units").asInt(), Activation.valueOf(layer.get("activation").asText())));
    }
    return new Topology(
        golden.get("inputs").asInt(),
        hidden,
        golden.get("outputs").asInt(),
        OutputLoss.valueOf(golden.get("outputLoss").asText()));
  }

  private static double[] unrolled(ParameterLayout layout, JsonNode thetas) {
    double[] unrolled = new double[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      double[][] theta = matrix(thetas.get(l));
      for (int i = 0; i < layout.rows(l); i++) {
        System.arraycopy(
            theta[i], 0, unrolled, layout.offset(l) + i * layout.columns(l), layout.columns(l));
      }
    }
    return unrolled;
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    Arrays.setAll(matrix, r -> vector(rows.get(r)));
    return matrix;
  }

  private static double[] vector(JsonNode numbers) {
    double[] vector = new double[numbers.size()];
    Arrays.setAll(vector, i -> numbers.get(i).asDouble());
    return vector;
  }
}
