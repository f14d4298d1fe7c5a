package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.BlockObjective;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;

/** One round over the partitions against one plain loop, and against itself on other partitions. */
class DistributedObjectiveTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          new Topology(
              3,
              List.of(new HiddenLayer(6, Activation.TANH), new HiddenLayer(5, Activation.RELU)),
              3,
              OutputLoss.SOFTMAX_CROSS_ENTROPY));

  private static final double[] THETA = Initialization.XAVIER.parameters(LAYOUT, 5);
  private static final Penalty PENALTY = new Penalty(0, 3);

  @TempDir private Path directory;

  private static <A> Objective distributed(PreparedData<A> data) {
    return new DistributedObjective<>(
            new TrainingProblem<>(LocalSpark.context(), data.training(), LAYOUT, PENALTY))
        .at(THETA);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40})
  void gradientEqualsThatOfOnePlainLoop(int partitions) {
    // 40 partitions of about 10 leaves: most are empty; leaves and weights are uneven throughout.
    Path path = TestData.weightedClasses(directory, 331);
    try (PreparedData<double[]> data =
        TestData.prepare(path, partitions, 32, KernelFactory.FLOAT64)) {
      Objective actual = distributed(data);
      Objective expected =
          new BlockObjective<>(LAYOUT, Kernel.float64(), data.training().rdd().collect(), PENALTY)
              .at(THETA);
      // Sums of 331 terms in another order: relative rounding of some 331 * 2^-53 = 4e-14.
      assertThat(actual.value()).isCloseTo(expected.value(), within(1e-12));
      assertThat(actual.weightSum()).isEqualTo(expected.weightSum());
      for (int i = 0; i < LAYOUT.size(); i++) {
        double scale = Math.max(1e-3, Math.abs(expected.gradient()[i]));
        assertThat(Math.abs(actual.gradient()[i] - expected.gradient()[i]) / scale)
            .isLessThan(1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 16, 40})
  void float32GradientHasTheSameBitsOnAnyNumberOfPartitions(int partitions) {
    Path path = TestData.weightedClasses(directory, 331);
    try (PreparedData<float[]> one = TestData.prepare(path, 1, 32, KernelFactory.FLOAT32);
        PreparedData<float[]> many =
            TestData.prepare(path, partitions, 32, KernelFactory.FLOAT32)) {
      Objective expected = distributed(one);
      Objective actual = distributed(many);
      assertThat(actual.gradient()).containsExactly(expected.gradient());
      assertThat(actual.value()).isEqualTo(expected.value());
    }
  }

  @Test
  void leafOfManyEqualRowsIsCountedWhole() {
    StringBuilder text = new StringBuilder("a,b,c,kind,w\n");
    for (int i = 0; i < 100; i++) {
      text.append("1,2,3,x,1\n");
    }
    text.append("0,1,0,y,1\n1,0,0,z,2\n");
    Path path = TestData.write(directory.resolve("equal.csv"), text.toString());
    try (PreparedData<double[]> data = TestData.prepare(path, 2, 8, KernelFactory.FLOAT64)) {
      assertThat(data.training().maxRows()).isLessThanOrEqualTo(16);
      Objective actual = distributed(data);
      Objective expected =
          new BlockObjective<>(LAYOUT, Kernel.float64(), data.training().rdd().collect(), PENALTY)
              .at(THETA);
      assertThat(actual.weightSum()).isEqualTo(103);
      // 102 terms in another order.
      assertThat(actual.value()).isCloseTo(expected.value(), within(1e-12));
    }
  }
}
