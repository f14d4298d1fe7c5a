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
 * What Spark tells of its jobs, kept as far as it says whether they come on, and what they wait
 * for.
 *
 * <p>Progress is what brings a job nearer to its end, or to a failure of Spark's own: a job begins,
 * a task begins for the first time, an attempt at a task ends well or in a way that Spark counts, a
 * task moves more records than any attempt at it did before, or there are more executors than there
 * were since the last progress. So what goes round in circles is no progress: executors that come
 * and die, or tasks that are lost with them and begin again.
 *
 * <p>Memory is that of the tasks of the stages at work. Spark calls from one thread, and the watch
 * asks from another: every method is synchronized.
 */
final class Activity extends SparkListener {
  /** A job at work. */
  private record Job(String name, Set<Integer> stages) {}

  private final LongSupplier clock;
  private final Map<Integer, Job> jobs = new TreeMap<>();
  private final Map<Integer, StageActivity> stages = new TreeMap<>();
  private final Set<String> executors = new HashSet<>();
  private int mostExecutors;
  private Optional<String> lastLoss = Optional.empty();
  private long progressAt;

  /**
   * Begins with no job.
   *
   * @param clock tells nanoseconds
   */
  Activity(LongSupplier clock) {
    this.clock = clock;
    this.progressAt = clock.getAsLong();
  }

  /** Returns what the jobs at work wait for; empty when there is none. */
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

  /** Returns the numbers of the jobs at work. */
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
          // The last of its stages bears the name of the call that asked for the job.
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

  /** Returns the records that a task has read and written so far: rows, or blocks of the cache. */
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
      // So it comes from a task in the driver's own process.
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
