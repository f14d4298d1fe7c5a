package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Collects Spark's job events, which arrive asynchronously on another thread. */
final class JobTimes extends SparkListener {

  /** A job, by the clock in milliseconds, the work of its tasks and what they moved. */
  static final class Job {
    private final String round;
    private final long start;
    private long firstLaunch = Long.MAX_VALUE;
    private long lastFinish;
    private long end;
    private int tasks;
    private double deserialize;
    private double run;
    private double serialize;
    private final Set<Integer> stages = new HashSet<>();
    private long resultBytes;
    private long busiestTaskBytes;

    private Job(String round, long start) {
      this.round = round;
      this.start = start;
    }

    /** Returns the name of the round trip of the job. */
    String round() {
      return round;
    }

    /** Returns when the job was submitted. */
    long start() {
      return start;
    }

    /** Returns when the first task was sent to an executor. */
    long firstLaunch() {
      return firstLaunch;
    }

    /** Returns when the last task ended. */
    long lastFinish() {
      return lastFinish;
    }

    /** Returns when the last result was merged. */
    long end() {
      return end;
    }

    /** Returns the average time of deserializing a task, in milliseconds. */
    double deserialize() {
      return deserialize / tasks;
    }

    /** Returns the average run time of a task, in milliseconds. */
    double run() {
      return run / tasks;
    }

    /** Returns the average time of serializing a result, in milliseconds. */
    double serialize() {
      return serialize / tasks;
    }

    /** Returns the bytes that tasks of all stages sent to the driver as their results. */
    long resultBytes() {
      return resultBytes;
    }

    /** Returns the maximum number of bytes that one task read from shuffles. */
    long busiestTaskBytes() {
      return busiestTaskBytes;
    }

    /** Returns the number of stages that ran tasks. */
    int stages() {
      return stages.size();
    }
  }

  /** Local property with the name of the round trip; jobs without it are ignored. */
  static final String COLLECTED = "tributary.bench.collected";

  private final Map<Integer, Job> byJob = new HashMap<>();
  private final Map<Integer, Job> byStage = new HashMap<>();
  private final List<Job> ended = new ArrayList<>();

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    String round = event.properties().getProperty(COLLECTED);
    if (round != null) {
      Job job = new Job(round, event.time());
      byJob.put(event.jobId(), job);
      CollectionConverters.asJava(event.stageIds())
          .forEach(stage -> byStage.put((Integer) stage, job));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    Job job = byStage.get(event.stageId());
    if (job != null) {
      job.firstLaunch = Math.min(job.firstLaunch, event.taskInfo().launchTime());
      job.lastFinish = Math.max(job.lastFinish, event.taskInfo().finishTime());
      job.tasks++;
      job.deserialize += event.taskMetrics().executorDeserializeTime();
      job.run += event.taskMetrics().executorRunTime();
      job.serialize += event.taskMetrics().resultSerializationTime();
      job.stages.add(event.stageId());
      job.resultBytes += event.taskMetrics().resultSize();
      job.busiestTaskBytes =
          Math.max(job.busiestTaskBytes, event.taskMetrics().shuffleReadMetrics().totalBytesRead());
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    Job job = byJob.remove(event.jobId());
    if (job != null) {
      job.end = event.time();
      ended.add(job);
      notifyAll();
    }
  }

  /** Returns the finished jobs by round trip, once all events have arrived. */
  Map<String, List<Job>> byRound(SparkContext spark) throws TimeoutException {
    spark.listenerBus().waitUntilEmpty(TimeUnit.MINUTES.toMillis(5));
    synchronized (this) {
      return ended.stream().collect(Collectors.groupingBy(Job::round));
    }
  }

  /**
   * Returns the jobs, in order, once the given number of jobs has ended.
   *
   * @throws IllegalStateException if their events do not arrive within five minutes
   */
  synchronized List<Job> await(int count) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (ended.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException(
            "Cannot measure rounds: Spark reported " + ended.size() + " jobs of " + count);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot measure rounds: interrupted", e);
      }
    }
    return List.copyOf(ended);
  }
}
