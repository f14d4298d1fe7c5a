package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;

/** What class weights do to the weights of training rows, and to nothing else. */
class ClassWeightsTest {
  private static final ClassWeights BALANCED = new ClassWeights.Balanced();

  @TempDir private Path directory;

  private PreparedData<double[]> prepare(
      ClassWeights weights, OutputLoss output, double holdout, int partitions) {
    Path path = TestData.weightedClasses(directory, 331);
    HoldoutSpec side = holdout > 0 ? new HoldoutSpec.Fraction(holdout) : new HoldoutSpec.None();
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        PreparationRequest.of(
                TestData.csv(path, List.of("kind"), Optional.of("w"), side, partitions, 8),
                Optional.of(output),
                KernelFactory.FLOAT64,
                11)
            .withClassWeights(weights));
  }

  /** Returns the weights of all rows in canonical order. */
  private static double[] weights(Blocks<double[]> blocks) {
    return blocks.rdd().collect().stream()
        .flatMapToDouble(block -> Arrays.stream(block.weights()))
        .toArray();
  }

  /** Returns the sum of the weights of each class. */
  private static double[] sums(PreparedData<double[]> data) {
    int classes = ((Outcome.Classes) data.outcome()).names().size();
    double[] sums = new double[classes];
    for (Block<double[]> block : data.training().rdd().collect()) {
      for (int r = 0; r < block.rows(); r++) {
        sums[indexOf(block, r, classes)] += block.weights()[r];
      }
    }
    return sums;
  }

  private static int indexOf(Block<double[]> block, int r, int classes) {
    if (block.targets() instanceof ClassTargets<double[]> targets) {
      return targets.classes()[r];
    }
    double[] values = ((DenseTargets<double[]>) block.targets()).values();
    int k = 0;
    while (values[r * classes + k] == 0) {
      k++;
    }
    return k;
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX_CROSS_ENTROPY", "SIGMOID_CROSS_ENTROPY", "SIGMOID_SQUARED_ERROR"})
  void balancedClassesWeighTheSameAndAsMuchTogetherAsBefore(OutputLoss output) {
    try (PreparedData<double[]> plain = prepare(ClassWeights.none(), output, 0.2, 2);
        PreparedData<double[]> balanced = prepare(BALANCED, output, 0.2, 2)) {
      double m = plain.training().weightSum();
      // Some hundred roundings of sums up to 1000.
      assertThat(balanced.training().weightSum()).isCloseTo(m, within(1e-10));
      for (double sum : sums(balanced)) {
        assertThat(sum).isCloseTo(m / 3, within(1e-10));
      }
      assertThat(sums(plain)).isNotEqualTo(sums(balanced));
      assertThat(weights(balanced.holdout().orElseThrow()))
          .containsExactly(weights(plain.holdout().orElseThrow()));
    }
  }

  @Test
  void balancedWeightsHaveTheSameBitsOnAnyNumberOfPartitions() {
    List<double[]> all = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 3, 7, 16}) {
      try (PreparedData<double[]> data =
          prepare(BALANCED, OutputLoss.SOFTMAX_CROSS_ENTROPY, 0.2, partitions)) {
        all.add(weights(data.training()));
      }
    }
    for (double[] weights : all) {
      assertThat(weights).containsExactly(all.get(0));
    }
  }

  @Test
  void givenWeightsMultiplyThoseOfTheRowsAndOthersStay() {
    OutputLoss output = OutputLoss.SOFTMAX_CROSS_ENTROPY;
    ClassWeights given = new ClassWeights.Given(Map.of("red", 4.0));
    try (PreparedData<double[]> plain = prepare(ClassWeights.none(), output, 0, 2);
        PreparedData<double[]> weighted = prepare(given, output, 0, 2)) {
      assertThat(((Outcome.Classes) plain.outcome()).names())
          .containsExactly("blue", "green", "red");
      double[] before = sums(plain);
      // Weights are small integers, so sums are exact.
      assertThat(sums(weighted)).containsExactly(before[0], before[1], 4 * before[2]);
    }
  }

  @Test
  void everyClassThatTheDataDoesNotHaveIsRefusedByName() {
    ClassWeights given = new ClassWeights.Given(Map.of("red", 4.0, "Blue", 2.0, "gren", 1.0));
    assertThatThrownBy(() -> prepare(given, OutputLoss.SOFTMAX_CROSS_ENTROPY, 0, 2))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e ->
                assertThat(e.problems())
                    .hasSize(2)
                    .allSatisfy(
                        problem ->
                            assertThat(problem)
                                .startsWith("Invalid train.classWeights: ")
                                .endsWith(
                                    " (expected blue, green, red); correct the name or remove it"))
                    .anySatisfy(problem -> assertThat(problem).contains("has no class Blue"))
                    .anySatisfy(problem -> assertThat(problem).contains("has no class gren")));
  }

  @Test
  void classesWithoutWeightAreNotCounted() {
    assertThat(ClassFactors.balanced(new double[] {6, 0, 2})).containsExactly(8.0 / 12, 1, 2);
  }
}
