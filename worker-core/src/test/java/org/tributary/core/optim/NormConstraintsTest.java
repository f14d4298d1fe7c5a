package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/** Clipped gradients, weights within a norm, and the L1 penalty in first-order rules. */
class NormConstraintsTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          new Topology(
              3,
              List.of(new HiddenLayer(2, Activation.TANH)),
              2,
              OutputLoss.IDENTITY_SQUARED_ERROR));

  private static final OptimizerSpec.FirstOrder UNIT_STEP =
      new OptimizerSpec.GradientDescent(new Schedule.Constant(1));

  static Stream<Arguments> namedRules() {
    return UpdateRuleTest.namedRules();
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void constrainedStepsEqualPyTorchInFloat64(String name, OptimizerSpec.FirstOrder spec)
      throws IOException {
    // The same formulas in another order of multiplications: some units in the last place.
    assertStepsEqualGolden(name, spec, Kernel.float64(), 1e-14);
  }

  @ParameterizedTest
  @MethodSource("namedRules")
  void constrainedStepsEqualPyTorchInFloat32(String name, OptimizerSpec.FirstOrder spec)
      throws IOException {
    // As without constraints, see UpdateRuleTest, with two scalings more a step.
    assertStepsEqualGolden(name, spec, Kernel.float32(), 3e-6);
  }

  /** The constants are those of {@code first_steps.py}. */
  private static <A> void assertStepsEqualGolden(
      String name, OptimizerSpec.FirstOrder spec, Kernel<A> kernel, double tolerance)
      throws IOException {
    List<double[]> golden = UpdateRuleTest.golden(name + "+");
    assertThat(golden).hasSameSizeAs(UpdateRuleTest.GRADIENTS);
    OptimizerSpec.FirstOrder constrained = spec.constrained(new NormConstraints(1.5, 2.1));
    UpdateRule<A> rule = UpdateRule.of(constrained, kernel, Surface.linear(2, 1), 0.25);
    OptimizerState<A> state = rule.init();
    A theta = kernel.fromDoubles(UpdateRuleTest.THETA);
    for (int i = 0; i < golden.size(); i++) {
      rule.step(state, kernel.fromDoubles(UpdateRuleTest.GRADIENTS[i]), theta);
      assertThat(kernel.toDoubles(theta))
          .as("step %d", i + 1)
          .containsExactly(golden.get(i), within(tolerance));
    }
  }

  @Test
  void longGradientIsScaledToTheNormAndAShortOneIsLeft() {
    UpdateRule<double[]> rule = rule(new NormConstraints(10, 0));
    double[] theta = new double[LAYOUT.size()];
    double[] gradient = new double[LAYOUT.size()];
    gradient[0] = 30;
    gradient[13] = -40;
    rule.step(rule.init(), gradient, theta);
    assertThat(theta[0]).isEqualTo(-6);
    assertThat(theta[13]).isEqualTo(8);

    Arrays.fill(theta, 0);
    Arrays.fill(gradient, 0);
    gradient[0] = 6;
    gradient[13] = -8;
    rule.step(rule.init(), gradient, theta);
    assertThat(theta[0]).isEqualTo(-6);
    assertThat(theta[13]).isEqualTo(8);
  }

  @Test
  void weightsIntoEveryUnitStayWithinTheNormAndBiasesAreLeft() {
    double[] theta = new double[LAYOUT.size()];
    Arrays.fill(theta, 4);
    // The weights into the second hidden unit are short enough.
    Arrays.fill(theta, LAYOUT.offset(0) + 4, LAYOUT.offset(0) + 8, 0.25);
    UpdateRule<double[]> rule = rule(new NormConstraints(0, 2));
    rule.step(rule.init(), new double[LAYOUT.size()], theta);
    double ofThree = 2 / Math.sqrt(3);
    double ofTwo = Math.sqrt(2);
    assertThat(theta)
        .containsExactly(
            new double[] {
              4, ofThree, ofThree, ofThree, 0.25, 0.25, 0.25, 0.25, 4, ofTwo, ofTwo, 4, ofTwo, ofTwo
            },
            // A root, a quotient and a product, near 1.
            within(1e-15));
  }

  @Test
  void numbersThatAreNotFiniteAreNotMadeToLookSound() {
    UpdateRule<double[]> rule = rule(new NormConstraints(1, 1));
    double[] theta = new double[LAYOUT.size()];
    double[] gradient = new double[LAYOUT.size()];
    gradient[1] = Double.POSITIVE_INFINITY;
    rule.step(rule.init(), gradient, theta);
    assertThat(theta[1]).isNaN();
  }

  private static UpdateRule<double[]> rule(NormConstraints constraints) {
    return UpdateRule.of(UNIT_STEP.constrained(constraints), Kernel.float64(), LAYOUT);
  }

  // ---- the L1 penalty

  /** J = 1/2 |theta - b|^2 + s (|w1| + |w2|), least where w is b shrunk by s. */
  @ParameterizedTest
  @MethodSource("namedRules")
  void everyRuleFindsTheMinimumOfAnObjectiveWithAnL1Penalty(
      String name, OptimizerSpec.FirstOrder spec) {
    double[] b = {-0.25, 2, -0.125};
    double s = 0.5;
    OptimizerSpec.FirstOrder falling = spec.withLearningRate(new Schedule.Cosine(0.1, 1e-6, 4000));
    UpdateRule<double[]> rule = UpdateRule.of(falling, Kernel.float64(), Surface.linear(2, 1), s);
    OptimizerState<double[]> state = rule.init();
    double[] theta = {1, 1, 1};
    for (int i = 0; i < 4000; i++) {
      double[] gradient = new double[3];
      Arrays.setAll(gradient, j -> theta[j] - b[j]);
      rule.step(state, gradient, theta);
    }
    // AdamW's decay of 0.04 theta draws its weights by some hundredths from the minimum; the others
    // are left with the last rates.
    double tolerance = name.equals("adamW") ? 0.06 : 1e-3;
    assertThat(theta).containsExactly(new double[] {-0.25, 1.5, 0}, within(tolerance));
    if (name.equals("gradientDescent")) {
      assertThat(theta[2]).isZero();
    }
  }

  @Test
  void shrinkageFollowsTheLearningRateAndSparesBiases() {
    Schedule halving = new Schedule.Step(1, 0.5, 1);
    UpdateRule<double[]> rule =
        UpdateRule.of(
            new OptimizerSpec.GradientDescent(halving),
            Kernel.float64(),
            Surface.linear(2, 1),
            0.25);
    OptimizerState<double[]> state = rule.init();
    double[] theta = {3, 3, -0.25};
    double[][] expected = {{3, 2.75, 0}, {3, 2.625, 0}, {3, 2.5625, 0}};
    for (double[] after : expected) {
      rule.step(state, new double[3], theta);
      assertThat(theta).containsExactly(after);
    }
  }

  // ---- specs

  @Test
  void newConstraintsReplaceEarlierOnes() {
    NormConstraints first = new NormConstraints(1, 0);
    NormConstraints second = new NormConstraints(0, 3);
    OptimizerSpec.FirstOrder constrained = UNIT_STEP.constrained(first);
    assertThat(constrained.constraints()).isEqualTo(first);
    assertThat(constrained.constrained(second)).isEqualTo(UNIT_STEP.constrained(second));
    assertThat(constrained.constrained(NormConstraints.NONE)).isEqualTo(UNIT_STEP);
    Schedule other = new Schedule.Constant(0.5);
    assertThat(constrained.withLearningRate(other))
        .isEqualTo(new OptimizerSpec.GradientDescent(other).constrained(first));
    assertThatThrownBy(() -> new OptimizerSpec.Constrained(constrained, second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot constrain Constrained[");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void normsOutOfRangeAreRefused(double norm) {
    assertThatThrownBy(() -> new NormConstraints(norm, 0))
        .hasMessage("Invalid norm to clip gradients to: " + norm + " (expected 0 or more)");
    assertThatThrownBy(() -> new NormConstraints(0, norm))
        .hasMessage("Invalid maximum norm of weights: " + norm + " (expected 0 or more)");
    assertThatThrownBy(() -> UpdateRule.of(UNIT_STEP, Kernel.float64(), LAYOUT, norm))
        .hasMessage("Invalid strength of the L1 penalty: " + norm + " (expected 0 or more)");
  }
}
