package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/** Steps that leave out the features that are 0 in the whole batch. */
class ColumnRuleTest {
  private static final Kernel<double[]> KERNEL = Kernel.float64();
  private static final int FEATURES = 6;
  private static final int UNITS = 3;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          new Topology(
              FEATURES,
              List.of(new HiddenLayer(UNITS, Activation.RELU)),
              2,
              OutputLoss.SOFTMAX_CROSS_ENTROPY));
  private static final Schedule RATE = new Schedule.Constant(0.01);
  private static final Parallel<double[]> ALONE = Parallel.serial(KERNEL);

  static Stream<OptimizerSpec.FirstOrder> rules() {
    return Stream.of(
            new OptimizerSpec.GradientDescent(RATE),
            new OptimizerSpec.Momentum(RATE, 0.9),
            new OptimizerSpec.Nesterov(RATE, 0.9),
            new OptimizerSpec.Adam(RATE, 0.9, 0.999, 1e-8),
            new OptimizerSpec.AdamW(RATE, 0.9, 0.999, 1e-8, 0.01),
            new OptimizerSpec.RmsProp(RATE, 0.9, 1e-8))
        .flatMap(rule -> Stream.of(rule, rule.constrained(new NormConstraints(0.5, 0.8))));
  }

  @Test
  void scheduleMayEndWithARateOfZero() {
    Schedule toZero = new Schedule.CosLog4(0.05, 8);
    OptimizerSpec.FirstOrder spec =
        new OptimizerSpec.AdamW(toZero, 0.9, 0.999, 1e-8, 0.5, new Schedule.FlatCosine(1, 0, 8));
    ColumnRule<double[]> rule = new ColumnRule<>(spec, KERNEL, LAYOUT, 0, 0);
    OptimizerState<double[]> state = rule.init();
    double[] theta = random(LAYOUT.size(), 1);
    double[] before = theta;
    for (int step = 0; step < 9; step++) {
      before = theta.clone();
      step(rule, state, random(LAYOUT.size(), step), new int[] {0, 1, 2, 3, 4, 5}, theta);
      assertThat(toZero.rate(step) == 0)
          .as("step %d", step)
          .isEqualTo(Arrays.equals(theta, before));
    }
    assertThat(theta).containsExactly(before);
  }

  private static double[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(length, -1, 1).toArray();
  }

  private static double[] byFeature(double[] plain) {
    double[] to = new double[plain.length];
    LAYOUT.transposeFirst(KERNEL, plain, to);
    return to;
  }

  private static double[] plain(double[] byFeature) {
    double[] to = new double[byFeature.length];
    LAYOUT.transposeFirstBack(KERNEL, byFeature, to);
    return to;
  }

  /** Takes a step along a gradient, laid out by feature, of some features. */
  private static void step(
      ColumnRule<double[]> rule,
      OptimizerState<double[]> state,
      double[] gradient,
      int[] features,
      double[] theta) {
    int behind = LAYOUT.offset(1);
    double[] rest = new double[LAYOUT.restSize()];
    System.arraycopy(gradient, 0, rest, 0, UNITS);
    System.arraycopy(gradient, behind, rest, UNITS, gradient.length - behind);
    double[] rows = new double[features.length * UNITS];
    for (int k = 0; k < features.length; k++) {
      System.arraycopy(gradient, (1 + features[k]) * UNITS, rows, k * UNITS, UNITS);
    }
    rule.step(state, rest, ColumnSums.of(UNITS, features, rows), 1, theta, ALONE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsThatSeeEveryFeatureAreThoseOfTheWholeGradient(OptimizerSpec.FirstOrder spec) {
    double l1 = 0.02;
    double l2 = 0.03;
    UpdateRule<double[]> whole = UpdateRule.of(spec, KERNEL, LAYOUT, l1);
    ColumnRule<double[]> byColumn = new ColumnRule<>(spec, KERNEL, LAYOUT, l1, l2);
    double[] expected = random(LAYOUT.size(), 1);
    double[] theta = byFeature(expected);
    OptimizerState<double[]> expectedState = whole.init();
    OptimizerState<double[]> state = byColumn.init();
    int[] all = {0, 1, 2, 3, 4, 5};
    for (int t = 0; t < 20; t++) {
      double[] gradient = random(LAYOUT.size(), 100 + t);
      step(byColumn, state, byFeature(gradient), all, theta);
      new Transform.WeightDecay(l2, LAYOUT)
          .update(KERNEL, expectedState, gradient, expected, 0, LAYOUT.size());
      whole.step(expectedState, gradient, expected);
    }
    byColumn.catchUp(theta, ALONE);
    // Norms are summed in another order; everything else has the same bits.
    assertThat(plain(theta)).containsExactly(expected, within(1e-12));
    assertThat(byColumn.plain(state).names()).isEqualTo(expectedState.names());
  }

  @Test
  void aFeatureThatIsNotThereKeepsItsWeightsAndItsMemory() {
    ColumnRule<double[]> rule =
        new ColumnRule<>(new OptimizerSpec.Adam(RATE, 0.9, 0.999, 1e-8), KERNEL, LAYOUT, 0, 0);
    OptimizerState<double[]> state = rule.init();
    double[] theta = random(LAYOUT.size(), 1);
    double[] begin = theta.clone();
    double[] gradient = random(LAYOUT.size(), 2);
    step(rule, state, gradient, new int[] {1, 4}, theta);
    step(rule, state, gradient, new int[] {4}, theta);
    for (int i = 0; i < theta.length; i++) {
      int feature = i / UNITS - 1;
      boolean there = i >= LAYOUT.offset(1) || feature < 0 || feature == 1 || feature == 4;
      assertThat(theta[i] != begin[i]).as("parameter %d", i).isEqualTo(there);
      assertThat(state.array("mean")[i] != 0).as("mean %d", i).isEqualTo(there);
    }
    // The first step of Adam has the length of the rate for each weight.
    int first = 2 * UNITS;
    assertThat(Math.abs(theta[first] - begin[first])).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void thePenaltyOfFeaturesThatAreNotThereCatchesUpAsByGradientDescent() {
    Schedule schedule = new Schedule.Exponential(0.1, 0.9);
    double l1 = 0.01;
    double decay = 0.5;
    ColumnRule<double[]> rule =
        new ColumnRule<>(new OptimizerSpec.GradientDescent(schedule), KERNEL, LAYOUT, l1, decay);
    OptimizerState<double[]> state = rule.init();
    double[] theta = random(LAYOUT.size(), 1);
    double[] factors = theta.clone();
    double distance = 0;
    double factor = 1;
    for (int t = 0; t < 5; t++) {
      step(rule, state, new double[LAYOUT.size()], new int[] {2}, theta);
      distance += schedule.rate(t) * l1;
      factor *= 1 - schedule.rate(t) * decay;
    }
    rule.catchUp(theta, ALONE);
    rule.catchUp(theta, ALONE);
    for (int i = UNITS; i < 3 * UNITS; i++) {
      double kept = Math.max(0, Math.abs(factors[i] * factor) - distance);
      assertThat(theta[i]).isCloseTo(Math.signum(factors[i]) * kept, within(1e-15));
    }
  }
}
