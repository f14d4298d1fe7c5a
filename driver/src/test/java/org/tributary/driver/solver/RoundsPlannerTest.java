package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.spec.TrainSpec.Rounds;

class RoundsPlannerTest {
  @TempDir private static Path directory;
  private static PreparedData<float[]> data;

  @BeforeAll
  static void prepare() {
    data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            TestData.csv(
                TestData.weightedClasses(directory, 100),
                List.of("kind"),
                Optional.of("w"),
                new HoldoutSpec.None(),
                2,
                16),
            OutputLoss.SOFTMAX_CROSS_ENTROPY,
            KernelFactory.FLOAT32,
            11);
  }

  @AfterAll
  static void release() {
    data.close();
  }

  private static RoundsPlan plan(Rounds rounds, long bytes) {
    ParameterLayout layout = new ParameterLayout(data.topology(NetworkSpec.DEFAULT));
    return new RoundsPlanner(LocalSpark.context(), TrainSpec.DEFAULT.withRounds(rounds), 2)
        .plan(data.training(), layout, bytes);
  }

  @Test
  void roundsRunOnTheDriverWhereTasksAreItsThreads() {
    assertThat(plan(Rounds.AUTO, 1_500_000))
        .isEqualTo(new RoundsPlan(true, "tasks are threads of this process, 1.5 MB of samples"));
  }

  @Test
  void samplesOfMoreThanAThirdOfTheHeapStayOnTheCluster() {
    long heap = Runtime.getRuntime().maxMemory();
    assertThat(plan(Rounds.AUTO, heap / 3).onDriver()).isTrue();
    RoundsPlan plan = plan(Rounds.AUTO, heap / 3 + 1);
    assertThat(plan.onDriver()).isFalse();
    assertThat(plan.reason()).contains("more than the").contains("that the driver may hold");
  }

  @Test
  void theConfigurationDecidesWhereItNamesAPlace() {
    assertThat(plan(Rounds.CLUSTER, 1).onDriver()).isFalse();
    assertThat(plan(Rounds.DRIVER, 1).onDriver()).isTrue();
  }

  @Test
  void roundsOnTheDriverAreRefusedWhereTheSamplesDoNotFit() {
    assertThatThrownBy(() -> plan(Rounds.DRIVER, Long.MAX_VALUE))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("train.rounds = driver")
        .hasMessageContaining("raise spark.driver.memory");
  }
}
