package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.samples.TestData;

/** Training while tasks fail, and while Spark runs a second copy of tasks that hang. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class FailedTasksTest {
  private static final int PARTITIONS = TroubledBlocks.PARTITIONS;

  @Test
  void retriedAndSpeculativeTasksChangeNoBit(@TempDir Path directory) {
    Path csv = TestData.weightedClasses(directory, 331);
    double[] expected = TrainingRun.of(csv, "adam", 2).on(LocalSpark.session()).theta();
    Map<String, String> speculation =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "50ms",
            "spark.speculation.quantile", "0.5",
            "spark.speculation.minTaskRuntime", "200ms");

    try (ExecutorCluster cluster = ExecutorCluster.startOnTwoHosts(directory, speculation)) {
      TaskFates fates = TaskFates.of(cluster.session());
      double[] theta =
          TrainingRun.of(csv, "adam", PARTITIONS, "sharded", "none")
              .over(blocks -> blocks.mapPartitions(TroubledBlocks::new))
              .on(cluster.session())
              .theta();

      assertThat(theta).containsExactly(expected);
      assertThat(fates.failed()).isGreaterThanOrEqualTo(12);
      assertThat(fates.speculated()).isPositive();
    }
  }
}
