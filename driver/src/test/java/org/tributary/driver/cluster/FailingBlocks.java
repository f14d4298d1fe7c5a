package org.tributary.driver.cluster;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.tributary.core.data.Block;

/**
 * The blocks of a partition in trouble, of {@value #PARTITIONS}. Each first attempt at a partition
 * that the stage's number picks fails after its first block; in some stages, the first attempt at
 * another hangs there until it is killed.
 */
final class FailingBlocks implements Iterator<Block<float[]>> {
  static final int PARTITIONS = 6;

  /**
   * Settings by which Spark runs a second copy of a task that hangs, but not of one that a busy
   * machine keeps waiting, which is to fail.
   */
  static final Map<String, String> SPECULATION =
      Map.of(
          "spark.speculation", "true",
          "spark.speculation.interval", "50ms",
          "spark.speculation.quantile", "0.5",
          "spark.speculation.minTaskRuntime", "2s");

  /** Prime to the stages of a round or an epoch, and to the partitions. */
  private static final int HANGS_EVERY = 11;

  private final Iterator<Block<float[]>> blocks;
  private final TaskContext task = TaskContext.get();
  private int taken;

  FailingBlocks(Iterator<Block<float[]>> blocks) {
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
      // Where a lost executor makes Spark repeat a stage, it runs no copies of the attempt before,
      // and a task that hangs there holds a core until the stage ends: one of two cores is enough.
      if (stage % HANGS_EVERY == 0
          && task.stageAttemptNumber() == 0
          && task.partitionId() == (stage + 1) % PARTITIONS) {
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
