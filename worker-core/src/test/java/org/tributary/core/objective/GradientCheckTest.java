package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;

/** Backpropagation computes the gradient of J, and the check detects wrong gradients. */
class GradientCheckTest {
  /**
   * What the project promises of every gradient. Differences are good to 1e-8 here, see {@link
   * GradientCheck} for the step and the floor that make them so.
   */
  private static final double TOLERANCE = 1e-7;

  private static final int ROWS = 24;

  static Stream<Arguments> everyNetwork() {
    return Arrays.stream(OutputLoss.values())
        .flatMap(
            loss ->
                Stream.concat(
                    Stream.of(topology(loss, Activation.IDENTITY, 0)),
                    Arrays.stream(Activation.values())
                        .flatMap(
                            g -> IntStream.rangeClosed(1, 3).mapToObj(d -> topology(loss, g, d)))))
        .flatMap(
            topology ->
                Stream.of(0.0, 3.0)
                    .flatMap(
                        l2 ->
                            Arrays.stream(Weighting.values())
                                .map(
                                    weighting ->
                                        Arguments.of(
                                            topology.outputLoss(),
                                            topology.hidden(),
                                            topology,
                                            l2,
                                            weighting))));
  }

  @ParameterizedTest(name = "{0}, {1}, lambda {3}, weights {4}")
  @MethodSource("everyNetwork")
  void gradientMatchesCentralDifferences(
      OutputLoss loss,
      List<HiddenLayer> hidden,
      Topology topology,
      double l2,
      Weighting weighting) {
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, weighting, 11);
    GradientCheck check =
        new GradientCheck(
            layout,
            samples.blocks(Kernel.float64(), 16, 8),
            new Penalty(0, l2),
            Integer.MAX_VALUE,
            0);

    GradientCheckResult result = check.check(RandomTheta.of(layout, 12));

    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
    assertThat(result.checked() + result.skipped()).isEqualTo(layout.size());
    // A step of 1e-3 carries few of 24 samples across a kink of a unit, so most of the network is
    // compared; a loss with kinks has 72 outputs more to carry.
    assertThat(result.checked()).isGreaterThan(layout.size() / (loss.isSmooth() ? 2 : 4));
  }

  static Stream<Arguments> everyActivationAndLoss() {
    return Arrays.stream(Activation.values())
        .flatMap(g -> Arrays.stream(OutputLoss.values()).map(loss -> Arguments.of(g, loss)));
  }

  @ParameterizedTest
  @MethodSource("everyActivationAndLoss")
  void gradientOfWhatIsTrainedMatchesCentralDifferences(Activation g, OutputLoss loss) {
    Topology topology = topology(loss, g, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 11);
    Dropout dropout = new Dropout(0.3, List.of(0.5, 0.25));
    GradientCheck check =
        new GradientCheck(
            layout,
            samples.blocks(Kernel.float64(), 16, 8),
            new Penalty(2, 3),
            new Regularization(dropout, loss.takesSmoothing() ? 0.2 : 0),
            Integer.MAX_VALUE,
            4);
    double[] theta = RandomTheta.of(layout, 12);

    GradientCheckResult result = check.check(theta);

    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
    assertThat(result.checked()).isGreaterThan(layout.size() / (loss.isSmooth() ? 2 : 4));
  }

  /** What is trained, and a part of it that the gradient under test leaves out. */
  static Stream<Arguments> everyPart() {
    Dropout hidden = new Dropout(0, List.of(0.5, 0.25));
    Dropout inputs = new Dropout(0.3, List.of());
    return Stream.of(
        Arguments.of("l1", new Penalty(2, 0), Regularization.NONE),
        Arguments.of("l2", new Penalty(0, 2), Regularization.NONE),
        Arguments.of("dropout", Penalty.NONE, new Regularization(hidden, 0)),
        Arguments.of("input dropout", Penalty.NONE, new Regularization(inputs, 0)),
        Arguments.of("smoothing", Penalty.NONE, new Regularization(Dropout.NONE, 0.2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyPart")
  void gradientWithoutAPartOfWhatIsTrainedIsFound(
      String part, Penalty penalty, Regularization regularization) {
    Topology topology = topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.RELU, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    GradientCheck check =
        new GradientCheck(
            layout, samples.block(Kernel.float64()), penalty, regularization, Integer.MAX_VALUE, 4);
    double[] plain = objective(layout, samples, Penalty.NONE).at(theta).gradient();

    assertThat(check.check(theta).within(TOLERANCE)).isTrue();
    // Every part moves derivatives by hundredths; 1e-3 is far above what rounding could do.
    assertThat(check.compare(theta, plain).within(1e-3)).as(part).isFalse();
  }

  @Test
  void weightsAtTheKinkOfTheL1PenaltyAreSkippedAndCounted() {
    Topology topology = topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.TANH, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    theta[layout.offset(1)] = 0;
    theta[layout.offset(1) + 1] = 0;
    theta[layout.offset(1) + 2] = 1e-4;

    GradientCheckResult plain = check(layout, samples, Penalty.NONE).check(theta);
    GradientCheckResult result = check(layout, samples, new Penalty(2, 0)).check(theta);

    assertThat(plain.skipped()).isZero();
    // The first of the three is a bias, which no penalty is on.
    assertThat(result.skipped()).isEqualTo(2);
    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
  }

  @Test
  void gradientMatchesCentralDifferencesForSoftLabels() {
    Topology topology = topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.TANH, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    double[][] inputs = {{0.5, -1, 2, 0.1}, {-0.3, 0.8, 0.2, -1.5}};
    double[][] distributions = {{0.2, 0.5, 0.3}, {0.9, 0.1, 0}};
    Samples samples =
        new Samples(topology.outputLoss(), inputs, distributions, new double[] {1, 2.5});

    GradientCheckResult result =
        check(layout, samples, Penalty.NONE).check(RandomTheta.of(layout, 3));

    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void wrongDerivativeIsFoundAndLocated(OutputLoss loss) {
    Topology topology = topology(loss, Activation.TANH, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    double[] wrong = objective(layout, samples, new Penalty(0, 1)).at(theta).gradient();
    int row = 2;
    int column = 3;
    int at = layout.offset(1) + row * layout.columns(1) + column;
    wrong[at] += 1e-4;

    GradientCheckResult result = check(layout, samples, new Penalty(0, 1)).compare(theta, wrong);

    assertThat(result.within(TOLERANCE)).isFalse();
    assertThat(result.largest().layer()).isEqualTo(1);
    assertThat(result.largest().row()).isEqualTo(row);
    assertThat(result.largest().column()).isEqualTo(column);
    assertThat(result.largest().analytic()).isEqualTo(wrong[at]);
    // The planted error is 1e-4; differences are good to 1e-10 at this size of J.
    assertThat(result.largest().numeric()).isCloseTo(wrong[at] - 1e-4, within(1e-10));
    assertThat(result.toString()).contains("Theta^(2)[2, 3]");
  }

  @Test
  void gradientWithThePenaltyOnBiasesIsFound() {
    Topology topology = topology(OutputLoss.SIGMOID_CROSS_ENTROPY, Activation.SIGMOID, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    double[] wrong = objective(layout, samples, Penalty.NONE).at(theta).gradient();
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] += 3 * theta[i] / ROWS;
    }

    GradientCheckResult result = check(layout, samples, new Penalty(0, 3)).compare(theta, wrong);

    assertThat(result.within(TOLERANCE)).isFalse();
    assertThat(result.largest().column()).isZero();
  }

  /** With delta = y - a instead of a - y, every derivative has the wrong sign. */
  @Test
  void gradientOfTheWrongSignIsFound() {
    Topology topology = topology(OutputLoss.SIGMOID_CROSS_ENTROPY, Activation.SIGMOID, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    double[] gradient = objective(layout, samples, Penalty.NONE).at(theta).gradient();

    GradientCheckResult result =
        check(layout, samples, Penalty.NONE)
            .compare(theta, Arrays.stream(gradient).map(d -> -d).toArray());

    // |(-d) - d| / (|d| + |d|) = 1, up to the differences' own error
    assertThat(result.largest().relative()).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "LEAKY_RELU", "ELU", "SELU"})
  void derivativesAtAKinkAreSkippedAndCounted(Activation g) {
    Topology topology =
        new Topology(2, List.of(new HiddenLayer(1, g)), 1, OutputLoss.IDENTITY_SQUARED_ERROR);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples =
        new Samples(
            topology.outputLoss(),
            new double[][] {{1, 2}, {0, 0}},
            new double[][] {{3}, {4}},
            new double[] {1, 1});
    // z of the hidden unit: 1 for the first sample, exactly 0 for the second, whose inputs are 0,
    // so only the bias moves the second across the kink.
    double[] theta = {0, 1, 0, 0.5, 2};

    GradientCheckResult result = check(layout, samples, Penalty.NONE).check(theta);

    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.checked()).isEqualTo(4);
    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY_ABSOLUTE_ERROR", "IDENTITY_HUBER", "QUANTILES_PINBALL"})
  void derivativesAtAKinkOfTheLossAreSkippedAndCounted(OutputLoss loss) {
    LossParameters parameters =
        loss == OutputLoss.QUANTILES_PINBALL
            ? new LossParameters.Quantiles(List.of(0.25))
            : loss.defaults();
    Topology topology = new Topology(2, List.of(), 1, loss, parameters);
    ParameterLayout layout = new ParameterLayout(topology);
    // z is 1 for the first sample and 2 for the second, whose inputs are 0: only the bias moves it
    // from its target, or from a target that is Huber's delta of 1 away.
    double kink = loss == OutputLoss.IDENTITY_HUBER ? 3 : 2;
    Samples samples =
        new Samples(
            loss,
            new double[][] {{1, 1}, {0, 0}},
            new double[][] {{0.5}, {kink}},
            new double[] {1, 1});
    double[] theta = {2, -0.5, -0.5};

    GradientCheckResult result = check(layout, samples, Penalty.NONE).check(theta);

    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.checked()).isEqualTo(2);
    assertThat(result.within(TOLERANCE)).as(result.toString()).isTrue();
  }

  @Test
  void wrongDerivativeBesideAKinkIsNotExcused() {
    Topology topology = topology(OutputLoss.IDENTITY_SQUARED_ERROR, Activation.RELU, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    GradientCheck check = check(layout, samples, Penalty.NONE);
    double[] gradient = objective(layout, samples, Penalty.NONE).at(theta).gradient();
    int skipped = check.compare(theta, gradient).skipped();

    GradientCheckResult result = check.compare(theta, new double[gradient.length]);

    assertThat(result.skipped()).isEqualTo(skipped);
    assertThat(result.within(TOLERANCE)).isFalse();
  }

  @Test
  void checkThatSkipsAWholeLayerFails() {
    Topology topology = topology(OutputLoss.IDENTITY_SQUARED_ERROR, Activation.RELU, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    // With weights of 0 every relu unit is at its kink.
    double[] theta = new double[layout.size()];

    assertThatThrownBy(() -> check(layout, samples, Penalty.NONE).check(theta))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot check the gradient: every step in Theta^(1) crosses a kink."
                + " Check with fewer samples");
  }

  @Test
  void notANumberIsTheLargestDifference() {
    Topology topology = topology(OutputLoss.SIGMOID_CROSS_ENTROPY, Activation.TANH, 1);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);
    double[] gradient = objective(layout, samples, Penalty.NONE).at(theta).gradient();
    gradient[4] = Double.NaN;

    GradientCheckResult result = check(layout, samples, Penalty.NONE).compare(theta, gradient);

    assertThat(result.largest().relative()).isInfinite();
    assertThat(result.within(TOLERANCE)).isFalse();
  }

  @Test
  void limitedCheckTakesAnEqualShareOfEachLayer() {
    Topology topology = topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.TANH, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    GradientCheck check =
        new GradientCheck(layout, samples.block(Kernel.float64()), Penalty.NONE, 12, 1);
    double[] theta = RandomTheta.of(layout, 6);

    assertThat(check.check(theta).checked()).isEqualTo(12);
    for (int l = 0; l < layout.layers(); l++) {
      double[] wrong = objective(layout, samples, Penalty.NONE).at(theta).gradient();
      int end = l + 1 < layout.layers() ? layout.offset(l + 1) : layout.size();
      Arrays.fill(wrong, layout.offset(l), end, 10);
      assertThat(check.compare(theta, wrong).largest().layer()).isEqualTo(l);
    }
  }

  @Test
  void sameSeedChoosesTheSameParameters() {
    Topology topology = topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.TANH, 2);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, ROWS, Weighting.EQUAL, 5);
    double[] theta = RandomTheta.of(layout, 6);

    List<GradientCheckResult> results =
        Stream.of(7L, 7L, 8L)
            .map(
                seed ->
                    new GradientCheck(
                            layout, samples.block(Kernel.float64()), Penalty.NONE, 6, seed)
                        .compare(theta, new double[layout.size()]))
            .toList();

    assertThat(results.get(1)).isEqualTo(results.get(0)).isNotEqualTo(results.get(2));
  }

  @Test
  void limitBelowOneIsRefused() {
    ParameterLayout layout =
        new ParameterLayout(topology(OutputLoss.SOFTMAX_CROSS_ENTROPY, Activation.TANH, 1));
    assertThatThrownBy(() -> new GradientCheck(layout, Collections.emptyList(), Penalty.NONE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid limit of parameters to check: 0 (expected 1 or more)");
  }

  private static GradientCheck check(ParameterLayout layout, Samples samples, Penalty penalty) {
    return new GradientCheck(
        layout, samples.block(Kernel.float64()), penalty, Integer.MAX_VALUE, 0);
  }

  private static BlockObjective<double[]> objective(
      ParameterLayout layout, Samples samples, Penalty penalty) {
    return new BlockObjective<>(layout, Kernel.float64(), samples.block(Kernel.float64()), penalty);
  }

  /** Returns 4 inputs, hidden layers of 5, 4 and 3 units, and 3 outputs. */
  private static Topology topology(OutputLoss loss, Activation g, int depth) {
    List<HiddenLayer> hidden =
        Stream.of(5, 4, 3).limit(depth).map(units -> new HiddenLayer(units, g)).toList();
    return new Topology(4, hidden, 3, loss);
  }
}
