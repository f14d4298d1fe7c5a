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
import org.tributary.core.data.Block;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;

/** With its masks fixed, the gradient of the masked network is the derivative of its J. */
class RegularizedGradientTest {
  private static final int ROWS = 8;

  /**
   * A step so short that it carries none of these networks' few samples across a kink. Its
   * truncation h^2/6 |J'''| is some 1e-10 and rounding, 1e-16 |J| / h, some 1e-11.
   */
  private static final double STEP = 0x1p-16;

  static Stream<Arguments> everyActivationAndLoss() {
    return Arrays.stream(Activation.values())
        .flatMap(g -> Arrays.stream(OutputLoss.values()).map(loss -> Arguments.of(g, loss)));
  }

  @ParameterizedTest
  @MethodSource("everyActivationAndLoss")
  void gradientWithDropoutAndSmoothingMatchesCentralDifferences(Activation g, OutputLoss loss) {
    ParameterLayout layout = new ParameterLayout(topology(g, loss));
    Dropout dropout = new Dropout(0.3, List.of(0.5, 0.25));
    double smoothing = loss.takesSmoothing() ? 0.2 : 0;
    BlockObjective<double[]> objective =
        objective(layout, new Penalty(0, 2), new Regularization(dropout, smoothing));
    double[] theta = RandomTheta.of(layout, 3);
    Objective here = objective.at(theta);
    assertThat(here.value()).isEqualTo(objective.value(theta));
    for (int i = 0; i < theta.length; i++) {
      double[] moved = theta.clone();
      moved[i] = theta[i] + STEP;
      double above = objective.value(moved);
      moved[i] = theta[i] - STEP;
      double difference = (above - objective.value(moved)) / (2 * STEP);
      assertThat(here.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(difference, within(1e-8 * Math.max(1, Math.abs(difference))));
    }
  }

  @Test
  void nothingFlowsThroughUnitsThatAreDropped() {
    ParameterLayout layout =
        new ParameterLayout(topology(Activation.TANH, OutputLoss.IDENTITY_SQUARED_ERROR));
    Regularization almostAll = new Regularization(new Dropout(0, List.of(0.999, 0.0)), 0);
    double[] theta = RandomTheta.of(layout, 3);
    double[] gradient = objective(layout, Penalty.NONE, almostAll).at(theta).gradient();
    // All of the 8 x 5 units of the first hidden layer are dropped, with probability 0.96 and with
    // this seed, so nothing reaches the weights before them and only biases after them.
    for (int i = 0; i < layout.offset(2); i++) {
      boolean reached = i >= layout.offset(1) && layout.isBias(i);
      assertThat(gradient[i] != 0).as("parameter %d", i).isEqualTo(reached);
    }
  }

  /** In a linear network the mean over masks of its outputs is known. */
  @Test
  void onTheAverageOverMasksALinearNetworkIsTheNetworkAsItIs() {
    Topology linear =
        new Topology(
            4,
            List.of(new HiddenLayer(6, Activation.IDENTITY)),
            1,
            OutputLoss.IDENTITY_SQUARED_ERROR);
    ParameterLayout layout = new ParameterLayout(linear);
    Kernel<double[]> kernel = Kernel.float64();
    Block<double[]> block = Samples.random(linear, 1, Weighting.EQUAL, 4).block(kernel).get(0);
    double[] theta = kernel.fromDoubles(RandomTheta.of(layout, 5));
    Regularization regularization = new Regularization(new Dropout(0.2, List.of(0.5)), 0);
    Backpropagation<double[]> backpropagation =
        new Backpropagation<>(layout, kernel, 1, regularization);
    double[] gradient = new double[layout.size()];
    int bias = layout.offset(1);
    backpropagation.gradient(Parameters.of(layout, theta), block, gradient);
    double asItIs = gradient[bias];
    int draws = 40_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      // The derivative by the output's bias is h - y, which is linear in h.
      backpropagation.gradient(
          Parameters.of(layout, theta), block, new MaskDraws(6, i).next(block), gradient);
      sum += gradient[bias];
      squares += gradient[bias] * gradient[bias];
    }
    double mean = sum / draws;
    double deviation = Math.sqrt(squares / draws - mean * mean);
    assertThat(deviation).isGreaterThan(0.1);
    // Four standard deviations of a mean.
    assertThat(mean).isCloseTo(asItIs, within(4 * deviation / Math.sqrt(draws)));
  }

  @ParameterizedTest
  @EnumSource
  void evaluationTakesTheNetworkAndTheLabelsAsTheyAre(Activation g) {
    Topology topology = topology(g, OutputLoss.SOFTMAX_CROSS_ENTROPY);
    ParameterLayout layout = new ParameterLayout(topology);
    Kernel<float[]> kernel = Kernel.float32();
    Block<float[]> block =
        Samples.random(topology, ROWS, Weighting.UNEQUAL, 2).block(kernel).get(0);
    float[] theta = kernel.fromDoubles(RandomTheta.of(layout, 3));
    Regularization regularization = new Regularization(new Dropout(0.3, List.of(0.5, 0.25)), 0.1);
    Backpropagation<float[]> plain = new Backpropagation<>(layout, kernel, ROWS);
    Backpropagation<float[]> regularized =
        new Backpropagation<>(layout, kernel, ROWS, regularization);
    float[] gradient = new float[layout.size()];
    double trained = regularized.gradient(Parameters.of(layout, theta), block, 7, gradient);
    float[] expected = new float[ROWS * 4];
    float[] outputs = new float[ROWS * 4];
    double loss = plain.outputsAndLoss(Parameters.of(layout, theta), block, expected);
    assertThat(regularized.outputsAndLoss(Parameters.of(layout, theta), block, outputs))
        .isEqualTo(loss);
    // What leads a row of outputs is nobody's number.
    kernel.setLeadingOnes(expected, ROWS, 3);
    kernel.setLeadingOnes(outputs, ROWS, 3);
    assertThat(outputs).isEqualTo(expected);
    assertThat(trained).isNotEqualTo(loss);
    float[] withoutDropout = new float[layout.size()];
    new Backpropagation<>(layout, kernel, ROWS, new Regularization(Dropout.NONE, 0.1))
        .gradient(Parameters.of(layout, theta), block, 7, withoutDropout);
    regularized.gradient(Parameters.of(layout, theta), block, gradient);
    assertThat(gradient).isEqualTo(withoutDropout);
  }

  @Test
  void whatANetworkCannotTakeIsRefused() {
    ParameterLayout numbers =
        new ParameterLayout(topology(Activation.TANH, OutputLoss.IDENTITY_SQUARED_ERROR));
    assertThatThrownBy(
            () -> objective(numbers, Penalty.NONE, new Regularization(Dropout.NONE, 0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot smooth the labels of IDENTITY_SQUARED_ERROR: its targets are numbers, not"
                + " classes");
    Regularization three = new Regularization(new Dropout(0, List.of(0.1, 0.2, 0.3)), 0);
    assertThatThrownBy(() -> objective(numbers, Penalty.NONE, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot drop units of 4-5-4-3: 3 rates for 2 hidden layers");
  }

  private static BlockObjective<double[]> objective(
      ParameterLayout layout, Penalty penalty, Regularization regularization) {
    Samples samples = Samples.random(layout.topology(), ROWS, Weighting.UNEQUAL, 2);
    return new BlockObjective<>(
        layout,
        Kernel.float64(),
        samples.blocks(Kernel.float64(), 5, 3),
        penalty,
        regularization,
        1);
  }

  /** Returns 4 inputs, hidden layers of 5 and 4 units, and 3 outputs. */
  private static Topology topology(Activation g, OutputLoss loss) {
    return new Topology(4, List.of(new HiddenLayer(5, g), new HiddenLayer(4, g)), 3, loss);
  }
}
