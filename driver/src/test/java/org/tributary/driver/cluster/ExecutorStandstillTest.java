package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.StandstillException;
import org.tributary.driver.spark.Watch;

/** Tasks that hang on executors that Spark takes for two hosts. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class ExecutorStandstillTest {
  /** Far more than it takes to send tasks to executors that are idle. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static int hang(int element) throws InterruptedException {
    new CountDownLatch(1).await();
    return element;
  }

  private static List<Integer> hanging(JavaSparkContext spark) {
    return JobName.during(
        spark.sc(),
        "round 28",
        () -> spark.parallelize(List.of(1, 2, 3), 3).map(ExecutorStandstillTest::hang).collect());
  }

  @Test
  void messageNamesTheExecutorsThatTasksRunOn(@TempDir Path directory) {
    try (ExecutorCluster cluster = ExecutorCluster.startOnTwoHosts(directory, Map.of())) {
      JavaSparkContext spark = cluster.context();
      // Both executors have loaded what a task needs, and are idle.
      assertThat(cluster.executors()).hasSize(2);
      try (Watch watch = Watch.over(spark.sc(), Optional.of(DEADLINE), warning -> {})) {
        assertThatExceptionOfType(StandstillException.class)
            .isThrownBy(() -> watch.during(() -> hanging(spark)))
            .withMessageMatching(
                "Cannot finish round 28: no task has ended for \\d+ s; 0 of 3 tasks have ended,"
                    + " 2 run: 1 on executor 0 \\(127\\.0\\.0\\.1[12]\\),"
                    + " 1 on executor 1 \\(127\\.0\\.0\\.1[12]\\), 1 waits for a core\\..*");

        // Tasks that were ended have left their cores to others.
        assertThat(watch.during(cluster::executors)).hasSize(2);
      }
    }
  }
}
