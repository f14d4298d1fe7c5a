package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.TestData;

/** Training while tasks fail, and while Spark runs a second copy of tasks that hang. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class FailedTasksTest {
  private static final int PARTITIONS = FailingBlocks.PARTITIONS;

  @Test
  void retriedAndSpeculativeTasksChangeNoBit(@TempDir Path directory) throws TimeoutException {
    Path csv = TestData.weightedClasses(directory, 331);
    double[] expected = TrainingRun.of(csv, "adam", 2).on(LocalSpark.session()).theta();
    try (ExecutorCluster cluster =
        ExecutorCluster.startOnTwoHosts(directory, FailingBlocks.SPECULATION)) {
      TaskEndCounter taskEnds = TaskEndCounter.of(cluster.session());
      double[] theta =
          TrainingRun.of(csv, "adam", PARTITIONS, "sharded", "none")
              .over(blocks -> blocks.mapPartitions(FailingBlocks::new))
              .on(cluster.session())
              .theta();

      assertThat(theta).containsExactly(expected);
      cluster.session().sparkContext().listenerBus().waitUntilEmpty(TimeUnit.MINUTES.toMillis(5));
      assertThat(taskEnds.failed()).isGreaterThanOrEqualTo(12);
      assertThat(taskEnds.speculated()).isPositive();
    }
  }
}
