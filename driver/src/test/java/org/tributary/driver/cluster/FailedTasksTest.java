package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.data.Block;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.samples.TestData;

/** Training while tasks fail, and while Spark runs a second copy of tasks that hang. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class FailedTasksTest {
  private static final int PARTITIONS = 6;

  /** An epoch has five stages, so this is prime to both five and the partitions. */
  private static final int HANGS_EVERY = 7;

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
      Watcher watcher = new Watcher();
      cluster.session().sparkContext().addSparkListener(watcher);
      double[] theta =
          TrainingRun.of(csv, "adam", PARTITIONS, "sharded", "none")
              .over(blocks -> blocks.mapPartitions(Troubled::new))
              .on(cluster.session())
              .theta();

      assertThat(theta).containsExactly(expected);
      assertThat(watcher.failed).hasValueGreaterThanOrEqualTo(12);
      assertThat(watcher.speculated).hasPositiveValue();
    }
  }

  /** Counts what became of tasks. */
  private static final class Watcher extends SparkListener {
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger speculated = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof ExceptionFailure) {
        failed.incrementAndGet();
      }
      if (end.taskInfo().speculative() && end.reason() == Success$.MODULE$) {
        speculated.incrementAndGet();
      }
    }
  }

  /**
   * The blocks of a partition in trouble. Each first attempt at a partition that the stage's number
   * picks fails after its first block; in some stages, the first attempt at another hangs there
   * until it is killed.
   */
  private static final class Troubled implements Iterator<Block<float[]>> {
    private final Iterator<Block<float[]>> blocks;
    private final TaskContext task = TaskContext.get();
    private int taken;

    Troubled(Iterator<Block<float[]>> blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      return blocks.hasNext();
    }

    @Override
    public Block<float[]> next() {
      if (taken++ == 1 && task.attemptNumber() == 0) {
        int stage = task.stageId();
        if (task.partitionId() == stage % PARTITIONS) {
          throw new IllegalStateException("this attempt is to fail");
        }
        if (stage % HANGS_EVERY == 0 && task.partitionId() == (stage + 1) % PARTITIONS) {
          hang();
        }
      }
      return blocks.next();
    }

    private void hang() {
      while (!task.isInterrupted()) {
        LockSupport.parkNanos(1_000_000);
      }
      throw new TaskKilledException("its copy was faster");
    }
  }
}
