package org.tributary.driver.spark;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors the jobs of a session: warns about what they wait for if they make no progress, and
 * cancels them at a deadline.
 *
 * <pre>{@code
 * try (Watch watch = Watch.over(spark, Optional.of(Duration.ofMinutes(30)), log::warn)) {
 *   TrainingResult result = watch.during(trainer::train);
 * }
 * }</pre>
 *
 * <p>{@link Activity} defines progress, which includes that a task reads or writes records. The
 * deadline must allow for the time in which a task computes without reading or writing records. The
 * watch covers all jobs of the session. It does not interfere with task retries, speculation and
 * dynamic allocation. The cost is little work on Spark's listener thread, and one thread that
 * checks once per second.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** Time without progress before a warning, and between two warnings. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  private final SparkContext spark;
  private final Optional<Duration> deadline;
  private final Duration quiet;
  private final Consumer<String> warnings;
  private final Activity activity;
  private final Timer timer = new Timer("tributary-watch", true);
  private final Set<Integer> ended = new HashSet<>();
  private Duration warnedAt = Duration.ZERO;

  /** The reason of a cancellation, which Spark reports to the waiting thread. */
  private final List<String> reasons = new CopyOnWriteArrayList<>();

  private Watch(
      SparkContext spark,
      Optional<Duration> deadline,
      Duration quiet,
      LongSupplier nanoTime,
      Consumer<String> warnings) {
    this.spark = spark;
    this.activity = new Activity(nanoTime);
    this.deadline = deadline;
    this.quiet = quiet;
    this.warnings = warnings;
  }

  /**
   * Starts a watch.
   *
   * @param deadline maximum time without progress; if empty, the watch only warns
   * @param warnings receives a line about once per minute without progress, on another thread
   */
  public static Watch over(
      SparkContext spark, Optional<Duration> deadline, Consumer<String> warnings) {
    return over(spark, deadline, QUIET, System::nanoTime, warnings);
  }

  /** Starts a watch, with a different time between warnings and a different clock. */
  static Watch over(
      SparkContext spark,
      Optional<Duration> deadline,
      Duration quiet,
      LongSupplier nanoTime,
      Consumer<String> warnings) {
    Watch watch = new Watch(spark, deadline, quiet, nanoTime, warnings);
    spark.addSparkListener(watch.activity);
    Duration shortest = deadline.filter(limit -> limit.compareTo(quiet) < 0).orElse(quiet);
    long tick = Math.max(1, Math.min(LONGEST_TICK.toMillis(), shortest.toMillis() / 10));
    watch.timer.schedule(watch.looking(), tick, tick);
    return watch;
  }

  /**
   * Work under a watch.
   *
   * @param <T> the type of the result
   * @param <E> the type of the exceptions
   */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    /** Runs the work and returns its result. */
    T run() throws E;
  }

  /**
   * Runs work on this thread.
   *
   * @return the result of the work
   * @throws StandstillException if its jobs were cancelled for lack of progress
   */
  public <T, E extends Exception> T during(Action<T, E> work) throws E {
    String interrupts = spark.getLocalProperty(INTERRUPT);
    // Interrupts tasks that would wait forever.
    spark.setInterruptOnCancel(true);
    try {
      return work.run();
    } catch (Exception failure) {
      Optional<String> why = reasons.stream().filter(text -> isToldBy(failure, text)).findFirst();
      if (why.isPresent()) {
        throw new StandstillException(why.get(), failure);
      }
      throw failure;
    } finally {
      spark.setLocalProperty(INTERRUPT, interrupts);
    }
  }

  private static boolean isToldBy(Throwable failure, String reason) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(reason)) {
        return true;
      }
    }
    return false;
  }

  private TimerTask looking() {
    return new TimerTask() {
      @Override
      public void run() {
        look();
      }
    };
  }

  private void look() {
    try {
      activity.standstill().ifPresentOrElse(this::judge, () -> warnedAt = Duration.ZERO);
    } catch (RuntimeException e) {
      // An exception would stop the timer.
      LOG.warn("Cannot determine what Spark's jobs wait for", e);
    }
  }

  private void judge(Standstill standstill) {
    Duration still = standstill.still();
    if (deadline.isPresent() && still.compareTo(deadline.get()) >= 0) {
      end(standstill, deadline.get());
    } else if (still.compareTo(quiet) < 0) {
      warnedAt = Duration.ZERO;
    } else if (still.minus(warnedAt).compareTo(quiet) >= 0) {
      warnedAt = still;
      warnings.accept(
          "Waiting for %s: %s".formatted(standstill.job(), standstill.reason(Cluster.of(spark))));
    }
  }

  private void end(Standstill standstill, Duration limit) {
    Set<Integer> jobs = activity.jobs();
    if (ended.containsAll(jobs)) {
      return;
    }
    String reason =
        "Cannot finish %s: %s. The deadline is %s; job.deadline sets another, or none"
            .formatted(
                standstill.job(), standstill.reason(Cluster.of(spark)), Standstill.spell(limit));
    reasons.add(reason);
    ended.addAll(jobs);
    jobs.forEach(job -> spark.cancelJob(job, reason));
  }

  /** Ends the watch; jobs continue. */
  @Override
  public void close() {
    timer.cancel();
    spark.removeSparkListener(activity);
  }
}
