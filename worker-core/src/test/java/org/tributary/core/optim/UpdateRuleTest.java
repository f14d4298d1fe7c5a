package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

class UpdateRuleTest {
  static final double[] THETA = {0.5, -1.25, 2.0};
  static final double[][] GRADIENTS = {{0.3, -0.02, 4.0}, {-0.7, 0.05, 1.5}, {0.1, 1e-4, -2.5}};

  // ---- convergence

  @ParameterizedTest
  @MethodSource("rulesSurfacesAndPrecisions")
  void everyRuleConverges(
      OptimizerSpec.FirstOrder spec, int steps, Surface surface, Precision precision) {
    double[] end =
        switch (precision) {
          case FLOAT32 -> descend(spec, steps, surface, Kernel.float32());
          case FLOAT64 -> descend(spec, steps, surface, Kernel.float64());
        };
    // Rosenbrock's valley is flat (curvature 0.4), so the plain rules still creep along it, and
    // float32 loses updates below 3e-8; 1e-2 is 1/200 of the way from the start.
    assertThat(end).containsExactly(surface.minimum(), within(1e-2));
  }

  static Stream<Arguments> rulesSurfacesAndPrecisions() {
    Schedule valley = new Schedule.Constant(1e-3);
    Schedule narrowing = new Schedule.Cosine(0.05, 0, 5000);
    Map<OptimizerSpec.FirstOrder, Integer> steps = new LinkedHashMap<>();
    steps.put(new OptimizerSpec.GradientDescent(valley), 30_000);
    steps.put(new OptimizerSpec.Momentum(valley, 0.9), 5000);
    steps.put(new OptimizerSpec.Nesterov(valley, 0.9), 5000);
    steps.put(new OptimizerSpec.Adam(narrowing, 0.9, 0.999, 1e-8), 5000);
    steps.put(new OptimizerSpec.AdamW(narrowing, 0.9, 0.999, 1e-8, 1e-5), 5000);
    steps.put(new OptimizerSpec.RmsProp(new Schedule.Cosine(0.02, 0, 20_000), 0.9, 1e-8), 20_000);
    return steps.entrySet().stream()
        .flatMap(
            rule ->
                Stream.of(Surface.values())
                    .flatMap(
                        surface ->
                            Stream.of(Precision.values())
                                .map(
                                    precision ->
                                        Arguments.of(
                                            rule.getKey(), rule.getValue(), surface, precision))));
  }

  private static <A> double[] descend(
      OptimizerSpec.FirstOrder spec, int steps, Surface surface, Kernel<A> kernel) {
    UpdateRule<A> rule = UpdateRule.of(spec, kernel, Surface.linear(1, 1));
    OptimizerState<A> state = rule.init();
    A theta = kernel.fromDoubles(new double[] {-1, 1});
    for (int i = 0; i < steps; i++) {
      A gradient = kernel.fromDoubles(surface.at(kernel.toDoubles(theta)).gradient());
      rule.step(state, gradient, theta);
    }
    assertThat(state.step()).isEqualTo(steps);
    return kernel.toDoubles(theta);
  }

  // ---- the first steps

  @ParameterizedTest
  @MethodSource("namedRules")
  void firstThreeStepsEqualPyTorchInFloat64(String name, OptimizerSpec.FirstOrder spec)
      throws IOException {
    // The same recurrences in another order of multiplications: some units in the last place.
    assertFirstStepsEqualGolden(name, spec, Kernel.float64(), 1e-14);
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void firstThreeStepsEqualPyTorchInFloat32(String name, OptimizerSpec.FirstOrder spec)
      throws IOException {
    // Near 2 a float has an ulp of 2.4e-7 at most; three steps round theta three times, and their
    // updates of 0.3 or less, with a relative error of some 6e-8 an operation, ten times each.
    assertFirstStepsEqualGolden(name, spec, Kernel.float32(), 2e-6);
  }

  static Stream<Arguments> namedRules() {
    Schedule rate = new Schedule.Constant(0.1);
    return Stream.of(
        Arguments.of("gradientDescent", new OptimizerSpec.GradientDescent(rate)),
        Arguments.of("momentum", new OptimizerSpec.Momentum(rate, 0.9)),
        Arguments.of("nesterov", new OptimizerSpec.Nesterov(rate, 0.9)),
        Arguments.of("adam", new OptimizerSpec.Adam(rate, 0.9, 0.999, 1e-8)),
        Arguments.of("adamW", new OptimizerSpec.AdamW(rate, 0.9, 0.999, 1e-8, 0.04)),
        Arguments.of("rmsProp", new OptimizerSpec.RmsProp(rate, 0.9, 1e-8)));
  }

  private static <A> void assertFirstStepsEqualGolden(
      String name, OptimizerSpec.FirstOrder spec, Kernel<A> kernel, double tolerance)
      throws IOException {
    List<double[]> golden = golden(name);
    assertThat(golden).hasSameSizeAs(GRADIENTS);
    UpdateRule<A> rule = UpdateRule.of(spec, kernel, Surface.linear(2, 1));
    OptimizerState<A> state = rule.init();
    A theta = kernel.fromDoubles(THETA);
    for (int i = 0; i < GRADIENTS.length; i++) {
      rule.step(state, kernel.fromDoubles(GRADIENTS[i]), theta);
      assertThat(kernel.toDoubles(theta))
          .as("step %d", i + 1)
          .containsExactly(golden.get(i), within(tolerance));
    }
  }

  /** Reads the rows of one rule; {@code first_steps.py} beside the file writes it. */
  static List<double[]> golden(String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    UpdateRuleTest.class.getResourceAsStream("/optim/first_steps.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(",", -1))
          .filter(cells -> cells[0].equals(name))
          .map(cells -> Stream.of(cells).skip(2).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  @Test
  void rateFollowsTheScheduleFromStepZero() {
    Kernel<double[]> kernel = Kernel.float64();
    Schedule schedule = new Schedule.WarmUp(2, new Schedule.Step(1, 0.5, 1));
    UpdateRule<double[]> rule =
        UpdateRule.of(new OptimizerSpec.GradientDescent(schedule), kernel, Surface.linear(1, 1));
    OptimizerState<double[]> state = rule.init();
    double[] theta = {0, 0};

    // Rates 1/2, 1, 1, 1/2: all sums are exact.
    double[] sums = {-0.5, -1.5, -2.5, -3};
    for (double sum : sums) {
      rule.step(state, new double[] {1, 2}, theta);
      assertThat(theta).containsExactly(sum, 2 * sum);
    }
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void scaledStepOnSeveralThreadsHasTheBitsOfTheStepOfTheScaledGradient(
      String name, OptimizerSpec.FirstOrder spec) {
    assertScaledStepHasTheSameBits(
        name, UpdateRule.of(spec, Kernel.float32(), Surface.linear(2, 1)));
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void normsAndPenaltiesGoIntoTheScaledStepAsIntoTheStep(
      String name, OptimizerSpec.FirstOrder spec) {
    ParameterLayout layout = Surface.linear(2, 1);
    OptimizerSpec.FirstOrder clipped = spec.constrained(new NormConstraints(0.1, 0));
    OptimizerSpec.FirstOrder limited = spec.constrained(new NormConstraints(0, 0.1));
    assertScaledStepHasTheSameBits(name, UpdateRule.of(clipped, Kernel.float32(), layout));
    assertScaledStepHasTheSameBits(name, UpdateRule.of(limited, Kernel.float32(), layout));
    assertScaledStepHasTheSameBits(name, UpdateRule.of(spec, Kernel.float32(), layout, 0.1));
  }

  private static void assertScaledStepHasTheSameBits(String name, UpdateRule<float[]> rule) {
    Kernel<float[]> kernel = Kernel.float32();
    Parallel<float[]> lastFirst =
        (items, work) -> {
          work.on(kernel, 1, items);
          work.on(kernel, 0, 1);
        };
    OptimizerState<float[]> plain = rule.init();
    OptimizerState<float[]> scaled = rule.init();
    float[] theta = kernel.fromDoubles(THETA);
    float[] same = theta.clone();
    for (double[] gradient : GRADIENTS) {
      float[] third = kernel.fromDoubles(gradient);
      kernel.blend(third, 1.0 / 3, third, 0);
      rule.step(plain, third, theta);
      rule.step(scaled, kernel.fromDoubles(gradient), 1.0 / 3, same, lastFirst);
      assertThat(same).as(name).isEqualTo(theta);
    }
    assertThat(scaled.snapshot(kernel)).as(name).isEqualTo(plain.snapshot(kernel));
  }

  // ---- state

  @ParameterizedTest
  @MethodSource("namedRules")
  void aCopiedStateContinuesBitForBit(String name, OptimizerSpec.FirstOrder spec) {
    Kernel<float[]> kernel = Kernel.float32();
    UpdateRule<float[]> rule = UpdateRule.of(spec, kernel, Surface.linear(2, 1));
    OptimizerState<float[]> state = rule.init();
    float[] theta = kernel.fromDoubles(THETA);
    rule.step(state, kernel.fromDoubles(GRADIENTS[0]), theta);

    OptimizerState<float[]> copy = state.copy(kernel);
    float[] copyOfTheta = theta.clone();
    rule.step(state, kernel.fromDoubles(GRADIENTS[1]), theta);
    rule.step(copy, kernel.fromDoubles(GRADIENTS[1]), copyOfTheta);

    assertThat(copyOfTheta).as(name).isEqualTo(theta);
    assertThat(copy.step()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void aRestoredStateContinuesBitForBit(String name, OptimizerSpec.FirstOrder spec) {
    Kernel<float[]> kernel = Kernel.float32();
    UpdateRule<float[]> rule = UpdateRule.of(spec, kernel, Surface.linear(2, 1));
    OptimizerState<float[]> state = rule.init();
    float[] theta = kernel.fromDoubles(THETA);
    rule.step(state, kernel.fromDoubles(GRADIENTS[0]), theta);

    OptimizerSnapshot snapshot = state.snapshot(kernel);
    UpdateRule<float[]> another = UpdateRule.of(spec, Kernel.float32(), Surface.linear(2, 1));
    OptimizerState<float[]> restored = another.restore(snapshot);
    assertThat(restored.snapshot(kernel)).isEqualTo(snapshot);
    float[] copyOfTheta = theta.clone();
    for (int i = 1; i < GRADIENTS.length; i++) {
      rule.step(state, kernel.fromDoubles(GRADIENTS[i]), theta);
      another.step(restored, kernel.fromDoubles(GRADIENTS[i]), copyOfTheta);
    }

    assertThat(copyOfTheta).as(name).isEqualTo(theta);
    assertThat(another.restore(snapshot).snapshot(kernel)).isEqualTo(snapshot);
  }

  @Test
  void stateSurvivesSerialization() throws IOException, ClassNotFoundException {
    OptimizerState<double[]> state = adamRule().init();
    state.array("mean")[1] = 3;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      OptimizerState<?> read = (OptimizerState<?>) in.readObject();

      assertThat(read.names()).containsExactly("mean", "meanSquare");
      assertThat(read.array("mean")).isEqualTo(new double[] {0, 3, 0});
    }
  }

  @Test
  void refusesAStateThatIsNotItsOwn() {
    UpdateRule<double[]> rule = adamRule();

    assertThatThrownBy(() -> rule.restore(1, Map.of("trace", new double[3])))
        .hasMessage(
            "Cannot restore the optimiser's state: it holds [trace], the rule remembers"
                + " [mean, meanSquare]");
    assertThatThrownBy(
            () -> rule.restore(1, Map.of("mean", new double[3], "meanSquare", new double[2])))
        .hasMessage(
            "Cannot restore the optimiser's state: meanSquare has 2 numbers for 3 parameters");
    assertThatThrownBy(() -> rule.restore(-1, Map.of()))
        .hasMessage("Invalid step: -1 (expected 0 or more)");
    assertThatThrownBy(() -> rule.init().array("trace"))
        .hasMessage("Cannot find the optimiser's array trace: the state holds [mean, meanSquare]");
  }

  private static UpdateRule<double[]> adamRule() {
    return UpdateRule.of(
        new OptimizerSpec.Adam(new Schedule.Constant(0.1), 0.9, 0.999, 1e-8),
        Kernel.float64(),
        Surface.linear(2, 1));
  }

  // ---- transforms

  @Test
  void refusesAChainThatSharesAMemory() {
    assertThatThrownBy(
            () -> Transform.chain(new Transform.Trace(0.5), new Transform.NesterovTrace(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two of them remember by one name, among [trace, trace]");
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void aParameterMovesTheSameWhereverItLies(String name, OptimizerSpec.FirstOrder spec) {
    // Wider than a tile, and the rows of Theta begin anywhere in one.
    ParameterLayout layout = Surface.linear(4098, 3);
    Kernel<float[]> kernel = Kernel.float32();
    UpdateRule<float[]> rule = UpdateRule.of(spec, kernel, layout);
    OptimizerState<float[]> state = rule.init();
    float[] theta = new float[layout.size()];
    Arrays.fill(theta, 0.5f);
    for (int i = 0; i < 3; i++) {
      float[] gradient = new float[layout.size()];
      Arrays.fill(gradient, (float) GRADIENTS[i][0]);
      rule.step(state, gradient, theta);
    }
    for (int i = 0; i < theta.length; i++) {
      float same = layout.isBias(i) ? theta[0] : theta[1];
      assertThat(theta[i]).as("%s, parameter %d", name, i).isEqualTo(same).isNotEqualTo(0.5f);
    }
  }

  @Test
  void weightDecayFollowsItsOwnScheduleTimesTheLearningRate() {
    ParameterLayout layout =
        new ParameterLayout(new Topology(1, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR));
    Schedule rate = new Schedule.Step(0.5, 0.5, 1);
    UpdateRule<double[]> rule =
        UpdateRule.of(
            new OptimizerSpec.AdamW(rate, 0.9, 0.999, 1e-8, 0.25, new Schedule.FlatCosine(1, 0, 4)),
            Kernel.float64(),
            layout);
    OptimizerState<double[]> state = rule.init();
    double[] theta = {0, 1};

    // Gradients of 0 leave the decay alone. Rates 1/2, 1/4, 1/8, 1/16, 1/32; factors 1, 1, 1, 1/2,
    // 0.
    double expected = 1;
    for (double decay : new double[] {0.125, 0.0625, 0.03125, 0.0078125, 0}) {
      rule.step(state, new double[2], theta);
      expected *= 1 - decay;
      // Some roundings of numbers below 1.
      assertThat(theta[1]).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void everyScheduleOfAnOptimizerIsChanged() {
    Schedule cosine = new Schedule.Cosine(0.5, 0, 0);
    OptimizerSpec.FirstOrder open =
        new OptimizerSpec.AdamW(cosine, 0.9, 0.999, 1e-8, 0.25, new Schedule.FlatCosine(1, 0, 0))
            .constrained(new NormConstraints(1, 0));

    assertThat(open.withSchedules(schedule -> schedule.decided(9)))
        .isEqualTo(
            new OptimizerSpec.AdamW(
                    new Schedule.Cosine(0.5, 0, 9),
                    0.9,
                    0.999,
                    1e-8,
                    0.25,
                    new Schedule.FlatCosine(1, 0, 9))
                .constrained(new NormConstraints(1, 0)));
    assertThat(new OptimizerSpec.Momentum(cosine, 0.9).withSchedules(s -> s.decided(9)))
        .isEqualTo(new OptimizerSpec.Momentum(new Schedule.Cosine(0.5, 0, 9), 0.9));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5000})
  void weightDecayLeavesBiasesAlone(int inputs) {
    ParameterLayout layout =
        new ParameterLayout(
            new Topology(
                inputs,
                List.of(new HiddenLayer(3, Activation.TANH)),
                2,
                OutputLoss.SOFTMAX_CROSS_ENTROPY));
    UpdateRule<double[]> rule =
        UpdateRule.of(
            new OptimizerSpec.AdamW(new Schedule.Constant(0.5), 0.9, 0.999, 1e-8, 0.25),
            Kernel.float64(),
            layout);
    double[] theta = new double[layout.size()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = i + 1;
    }

    // A gradient of 0 leaves the decay alone: weights shrink by rate times decay, 1/8.
    rule.step(rule.init(), new double[layout.size()], theta);

    for (int i = 0; i < theta.length; i++) {
      double expected = layout.isBias(i) ? i + 1 : (i + 1) * 0.875;
      assertThat(theta[i]).as("parameter %d", i).isEqualTo(expected);
    }
  }
}
