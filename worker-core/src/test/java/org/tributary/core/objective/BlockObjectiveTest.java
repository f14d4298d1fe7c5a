package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;

/** J and D do not depend on how rows are cut, are weighted as they say, and hold in float32. */
class BlockObjectiveTest {
  private static final int ROWS = 13;

  static Stream<Arguments> cuts() {
    return Arrays.stream(OutputLoss.values())
        .flatMap(
            loss ->
                Stream.of(
                        new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                        new int[] {12, 1},
                        new int[] {2, 7, 1, 3},
                        new int[] {0, 6, 0, 0, 7, 0})
                    .map(cut -> Arguments.of(loss, cut)));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void sumOverBlocksEqualsSumOverOneBlock(OutputLoss loss, int[] cut) {
    Topology topology = topology(loss, Activation.TANH);
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 21);
    double[] theta = RandomTheta.of(new ParameterLayout(topology), 22);
    Penalty penalty = new Penalty(0, 2);

    Objective whole = float64(topology, samples, penalty, ROWS).at(theta);
    Objective pieces = float64(topology, samples, penalty, cut).at(theta);

    // Only the order of 13 additions differs: 13 roundings of 1.1e-16 of the largest term.
    assertThat(pieces.weightSum()).isCloseTo(whole.weightSum(), within(1e-12 * whole.weightSum()));
    assertThat(pieces.value()).isCloseTo(whole.value(), within(1e-12 * whole.value()));
    double largest = Arrays.stream(whole.gradient()).map(Math::abs).max().orElseThrow();
    assertThat(pieces.gradient()).containsExactly(whole.gradient(), within(1e-12 * largest));
  }

  @ParameterizedTest
  @EnumSource
  void valueAloneEqualsTheValueWithTheGradient(OutputLoss loss) {
    Topology topology = topology(loss, Activation.GELU);
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 21);
    double[] theta = RandomTheta.of(new ParameterLayout(topology), 22);
    BlockObjective<double[]> objective = float64(topology, samples, new Penalty(0, 2), 6, 7);

    // The same forward pass, bit for bit.
    assertThat(objective.value(theta)).isEqualTo(objective.at(theta).value());
  }

  @Test
  void sampleOfWeightTwoCountsAsTheSampleTwice() {
    OutputLoss loss = OutputLoss.SIGMOID_SQUARED_ERROR;
    double[] x = {0.5, -1, 2};
    double[] other = {1, 0.3, -0.7};
    Topology topology = topology(loss, Activation.SIGMOID);
    double[] y = {0.1, 0.9, 0.4};
    Samples weighted =
        new Samples(loss, new double[][] {x, other}, new double[][] {y, y}, new double[] {2, 1});
    Samples repeated =
        new Samples(
            loss, new double[][] {x, x, other}, new double[][] {y, y, y}, new double[] {1, 1, 1});
    double[] theta = RandomTheta.of(new ParameterLayout(topology), 22);

    Objective once = float64(topology, weighted, new Penalty(0, 2), 2).at(theta);
    Objective twice = float64(topology, repeated, new Penalty(0, 2), 3).at(theta);

    // Doubling is exact; only the order of a few additions differs.
    assertThat(once.weightSum()).isEqualTo(3);
    assertThat(once.value()).isCloseTo(twice.value(), within(1e-14));
    assertThat(once.gradient()).containsExactly(twice.gradient(), within(1e-14));
  }

  static Stream<Arguments> everyFunction() {
    return Arrays.stream(OutputLoss.values())
        .flatMap(loss -> Arrays.stream(Activation.values()).map(g -> Arguments.of(loss, g)));
  }

  @ParameterizedTest
  @MethodSource("everyFunction")
  void float32AgreesWithFloat64(OutputLoss loss, Activation g) {
    Topology topology = topology(loss, g);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 21);
    double[] theta = RandomTheta.of(layout, 22);

    Objective exact = float64(topology, samples, new Penalty(0, 2), 6, 7).at(theta);
    Objective rounded =
        new BlockObjective<>(
                layout, Kernel.float32(), samples.blocks(Kernel.float32(), 6, 7), new Penalty(0, 2))
            .at(theta);

    // u = 2^-24 = 6e-8. Inputs, weights and theta are rounded, two hidden layers add a few u each
    // forward and backward, and the functions err by a few u: some 30 u, 2e-6, of a layer's
    // gradient. Its length is the measure, for single elements cancel.
    assertThat(rounded.value()).isCloseTo(exact.value(), within(2e-6 * exact.value()));
    for (int l = 0; l < layout.layers(); l++) {
      assertThat(relativeDistance(layout, l, rounded.gradient(), exact.gradient()))
          .as("D^(%d)", l + 1)
          .isLessThan(2e-6);
    }
  }

  /** Returns ||a - b|| / ||b|| over one weight layer. */
  private static double relativeDistance(ParameterLayout layout, int l, double[] a, double[] b) {
    double distance = 0;
    double length = 0;
    int from = layout.offset(l);
    for (int i = from; i < from + layout.rows(l) * layout.columns(l); i++) {
      distance += (a[i] - b[i]) * (a[i] - b[i]);
      length += b[i] * b[i];
    }
    return Math.sqrt(distance / length);
  }

  @Test
  void samplesWithoutWeightAreRefused() {
    Topology topology = topology(OutputLoss.IDENTITY_SQUARED_ERROR, Activation.TANH);
    Samples samples =
        new Samples(
            topology.outputLoss(),
            new double[][] {{1, 2, 3}, {4, 5, 6}},
            new double[][] {{1, 2, 3}, {4, 5, 6}},
            new double[] {0, 0});
    assertThatThrownBy(() -> float64(topology, samples, Penalty.NONE, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot form the objective: the weights of 2 rows sum to 0.0"
                + " (expected a positive number)");
  }

  @Test
  void thetaOfAnotherLengthIsRefused() {
    Topology topology = topology(OutputLoss.IDENTITY_SQUARED_ERROR, Activation.TANH);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 21);
    BlockObjective<double[]> objective = float64(topology, samples, Penalty.NONE, ROWS);
    assertThatThrownBy(() -> objective.at(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot evaluate the objective: theta has 3 numbers"
                + " (expected 51 for the network 3-4-4-3)");
  }

  private static BlockObjective<double[]> float64(
      Topology topology, Samples samples, Penalty penalty, int... cut) {
    return new BlockObjective<>(
        new ParameterLayout(topology),
        Kernel.float64(),
        samples.blocks(Kernel.float64(), cut),
        penalty);
  }

  /** Returns a 3-4-4-3 network. */
  private static Topology topology(OutputLoss loss, Activation g) {
    return new Topology(3, List.of(new HiddenLayer(4, g), new HiddenLayer(4, g)), 3, loss);
  }
}
