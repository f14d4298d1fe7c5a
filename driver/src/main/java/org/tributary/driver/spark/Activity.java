package org.tributary.driver.spark;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.util.AccumulatorContext;
import org.apache.spark.util.AccumulatorV2;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Records Spark's job events, to determine whether jobs make progress and what they wait for.
 *
 * <p>Progress is an event that brings a job closer to its end, or to a failure by Spark: a job
 * starts, a task starts for the first time, a task attempt succeeds or fails in a way that Spark
 * counts, a task processes more records than all its earlier attempts, or the number of executors
 * reaches a new maximum since the last progress. Repeating events are not progress: executors that
 * start and die, or lost tasks that restart.
 *
 * <p>Only the tasks of running stages are kept in memory. Spark and the watch call from different
 * threads, so every method is synchronized.
 */
final class Activity extends SparkListener {
  /** A running job. */
  private record Job(String name, Set<Integer> stages) {}

  private final LongSupplier clock;
  private final Map<Integer, Job> jobs = new TreeMap<>();
  private final Map<Integer, StageActivity> stages = new TreeMap<>();
  private final Set<String> executors = new HashSet<>();
  private int mostExecutors;
  private Optional<String> lastLoss = Optional.empty();
  private long progressAt;

  /**
   * Creates an instance without jobs.
   *
   * @param clock returns nanoseconds
   */
  Activity(LongSupplier clock) {
    this.clock = clock;
    this.progressAt = clock.getAsLong();
  }

  /** Returns what the running jobs wait for; empty if there is no job. */
  synchronized Optional<Standstill> standstill() {
    if (jobs.isEmpty()) {
      return Optional.empty();
    }
    Tasks tasks = Tasks.NONE;
    for (StageActivity stage : stages.values()) {
      tasks = stage.plus(tasks);
    }
    List<String> names = jobs.values().stream().map(Job::name).distinct().toList();
    Duration still = Duration.ofNanos(clock.getAsLong() - progressAt);
    return Optional.of(new Standstill(names, still, tasks, lastLoss));
  }

  /** Returns the IDs of the running jobs. */
  synchronized Set<Integer> jobs() {
    return Set.copyOf(jobs.keySet());
  }

  private void progress() {
    progressAt = clock.getAsLong();
    mostExecutors = executors.size();
    lastLoss = Optional.empty();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    Set<Integer> ids = new HashSet<>();
    CollectionConverters.asJava(event.stageIds()).forEach(id -> ids.add((Integer) id));
    jobs.put(event.jobId(), new Job(name(event), ids));
    progress();
  }

  private static String name(SparkListenerJobStart event) {
    Optional<String> described =
        Optional.ofNullable(event.properties())
            .map(properties -> properties.getProperty(JobName.PROPERTY));
    return described.orElseGet(
        () -> {
          // The last stage has the name of the call that started the job.
          Optional<String> call =
              CollectionConverters.asJava(event.stageInfos()).stream()
                  .max((a, b) -> Integer.compare(a.stageId(), b.stageId()))
                  .map(StageInfo::name);
          return "job " + event.jobId() + call.map(name -> " (" + name + ")").orElse("");
        });
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    jobs.remove(event.jobId());
    stages.keySet().removeIf(id -> jobs.values().stream().noneMatch(j -> j.stages().contains(id)));
    progress();
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    stages.put(event.stageInfo().stageId(), new StageActivity(event.stageInfo()));
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    StageInfo ended = event.stageInfo();
    stage(ended.stageId(), ended.attemptNumber())
        .ifPresent(stage -> stages.remove(ended.stageId()));
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart event) {
    if (stage(event.stageId(), event.stageAttemptId())
        .filter(stage -> stage.begins(event.taskInfo()))
        .isPresent()) {
      progress();
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (stage(event.stageId(), event.stageAttemptId())
        .filter(stage -> stage.ends(event.taskInfo(), event.reason()))
        .isPresent()) {
      progress();
    }
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    CollectionConverters.asJava(event.accumUpdates())
        .forEach(
            update -> {
              long task = (Long) update._1();
              long moved = records(CollectionConverters.asJava(update._4()));
              if (stage((Integer) update._2(), (Integer) update._3())
                  .filter(stage -> stage.moves(task, moved))
                  .isPresent()) {
                progress();
              }
            });
  }

  /**
   * Returns the number of records that a task has read and written so far: rows, or cached blocks.
   */
  private static long records(List<AccumulableInfo> metrics) {
    long sum = 0;
    for (AccumulableInfo metric : metrics) {
      if (metric.update().isDefined() && isOfRecords(metric)) {
        sum += ((Number) metric.update().get()).longValue();
      }
    }
    return sum;
  }

  private static boolean isOfRecords(AccumulableInfo metric) {
    Option<String> name = metric.name();
    if (name.isEmpty()) {
      // Sent by a task in the driver's process.
      Option<AccumulatorV2<?, ?>> registered = AccumulatorContext.get(metric.id());
      name = registered.isDefined() ? registered.get().name() : name;
    }
    return name.isDefined()
        && (name.get().endsWith(".recordsRead") || name.get().endsWith(".recordsWritten"));
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
    executors.add(event.executorId());
    if (executors.size() > mostExecutors) {
      progress();
    }
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    executors.remove(event.executorId());
    lastLoss = event.reason().lines().findFirst();
  }

  private Optional<StageActivity> stage(int id, int attempt) {
    return Optional.ofNullable(stages.get(id)).filter(stage -> stage.isOf(attempt));
  }
}
