package org.tributary.driver.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Counts what becomes of tasks and executors. */
final class TaskEndCounter extends SparkListener {
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger speculated = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /** Begins to count in a session. */
  static TaskEndCounter of(SparkSession session) {
    TaskEndCounter taskEnds = new TaskEndCounter();
    session.sparkContext().addSparkListener(taskEnds);
    return taskEnds;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExceptionFailure) {
      failed.incrementAndGet();
    }
    if (end.taskInfo().speculative() && end.reason() == Success$.MODULE$) {
      speculated.incrementAndGet();
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lost.incrementAndGet();
  }

  /** Returns how many attempts failed by an exception. */
  int failed() {
    return failed.get();
  }

  /** Returns how many second copies were faster than the first. */
  int speculated() {
    return speculated.get();
  }

  /** Returns how many executors were lost. */
  int lostExecutors() {
    return lost.get();
  }
}
