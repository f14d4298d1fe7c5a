package org.tributary.driver.spark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** An {@link Activity} with the events of one job of one stage, and a clock that tests set. */
final class RecordedActivity {
  private static final int JOB = 7;
  private static final int STAGE = 11;

  private long nanos;
  private final Activity activity = new Activity(() -> nanos);

  /** Returns what the job waits for. */
  Standstill standstill() {
    return activity.standstill().orElseThrow();
  }

  Activity activity() {
    return activity;
  }

  RecordedActivity later(Duration time) {
    nanos += time.toNanos();
    return this;
  }

  private static <T> Seq<T> seq(List<T> elements) {
    return CollectionConverters.asScala(elements).toSeq();
  }

  private static StageInfo stage(int tasks) {
    return new StageInfo(
        STAGE,
        0,
        "collect at RecordedActivity.java:1",
        tasks,
        seq(List.of()),
        seq(List.of()),
        "",
        new TaskMetrics(),
        seq(List.of()),
        Option.empty(),
        0,
        false,
        0);
  }

  /** A job of a stage begins, which has the properties of its thread. */
  RecordedActivity begins(int tasks, Map<String, String> properties) {
    Properties local = new Properties();
    local.putAll(properties);
    activity.onJobStart(new SparkListenerJobStart(JOB, 0, seq(List.of(stage(tasks))), local));
    activity.onStageSubmitted(new SparkListenerStageSubmitted(stage(tasks), local));
    return this;
  }

  RecordedActivity ends() {
    activity.onJobEnd(new SparkListenerJobEnd(JOB, 0, JobSucceeded$.MODULE$));
    return this;
  }

  /** An attempt at a task; its number is that of the task and of the attempt together. */
  private static TaskInfo task(int index, int attempt, String executor) {
    return new TaskInfo(
        10L * index + attempt,
        index,
        attempt,
        index,
        0,
        executor,
        "host-" + executor,
        TaskLocality.ANY(),
        false);
  }

  RecordedActivity taskBegins(int index, int attempt, String executor) {
    activity.onTaskStart(new SparkListenerTaskStart(STAGE, 0, task(index, attempt, executor)));
    return this;
  }

  private RecordedActivity taskEnds(int index, int attempt, TaskEndReason reason) {
    activity.onTaskEnd(
        new SparkListenerTaskEnd(
            STAGE,
            0,
            "ResultTask",
            reason,
            task(index, attempt, "1"),
            new ExecutorMetrics(),
            new TaskMetrics()));
    return this;
  }

  RecordedActivity taskEndsWell(int index, int attempt) {
    return taskEnds(index, attempt, Success$.MODULE$);
  }

  RecordedActivity taskFails(int index, int attempt) {
    return taskEnds(
        index,
        attempt,
        new ExceptionFailure(new IllegalStateException("a bad day"), seq(List.of())));
  }

  /** A task is lost with its executor, for which Spark does not blame it. */
  RecordedActivity taskIsLost(int index, int attempt) {
    return taskEnds(index, attempt, new ExecutorLostFailure("1", false, Option.apply("preempted")));
  }

  RecordedActivity taskIsKilled(int index, int attempt) {
    return taskEnds(
        index,
        attempt,
        new TaskKilled(
            "another attempt succeeded", seq(List.of()), seq(List.of()), seq(List.of())));
  }

  /** An executor reports the metrics of an attempt. */
  RecordedActivity heartbeat(int index, int attempt, Map<String, Long> metrics) {
    List<AccumulableInfo> infos =
        metrics.entrySet().stream()
            .map(
                metric ->
                    new AccumulableInfo(
                        1,
                        Option.apply("internal.metrics." + metric.getKey()),
                        Option.apply((Object) metric.getValue()),
                        Option.empty(),
                        true,
                        true,
                        Option.empty()))
            .toList();
    long id = 10L * index + attempt;
    Tuple4<Object, Object, Object, Seq<AccumulableInfo>> update =
        new Tuple4<>(id, STAGE, 0, seq(infos));
    activity.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "1",
            seq(List.of(update)),
            SparkListenerExecutorMetricsUpdate.$lessinit$greater$default$3()));
    return this;
  }

  RecordedActivity executorComes(String id) {
    scala.collection.immutable.Map<String, String> none =
        scala.collection.immutable.Map$.MODULE$.empty();
    activity.onExecutorAdded(
        new SparkListenerExecutorAdded(0, id, new ExecutorInfo("host-" + id, 1, none)));
    return this;
  }

  RecordedActivity executorGoes(String id, String reason) {
    activity.onExecutorRemoved(new SparkListenerExecutorRemoved(0, id, reason));
    return this;
  }
}
