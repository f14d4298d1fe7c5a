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
 * Watches the jobs of a session: says what they wait for when they stand still, and ends them when
 * they do so for too long.
 *
 * <pre>{@code
 * try (Watch watch = Watch.over(spark, Optional.of(Duration.ofMinutes(30)), log::warn)) {
 *   TrainingResult result = watch.during(trainer::train);
 * }
 * }</pre>
 *
 * <p>Jobs stand still when none of them makes progress, which a task does also by reading or
 * writing records; {@link Activity} has the rule. What works without them, however long a task
 * takes otherwise, is for the deadline to allow. The watch is over all jobs of the session, whoever
 * asked for them, and takes nothing away from Spark: lost tasks are tried again, slow ones a second
 * time beside the first, and executors come and go as ever. It costs a little work in the thread
 * that Spark tells its listeners from, and a thread of its own that looks once a second.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** Time without progress that is worth a warning, and between two warnings. */
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

  /** Why jobs were ended, which Spark tells whoever waits for them. */
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
   * Begins to watch.
   *
   * @param deadline the longest time without progress; empty only warns
   * @param warnings takes a line about once a minute while nothing comes on, from another thread
   */
  public static Watch over(
      SparkContext spark, Optional<Duration> deadline, Consumer<String> warnings) {
    return over(spark, deadline, QUIET, System::nanoTime, warnings);
  }

  /** Begins to watch, with another time between warnings and another clock. */
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
   * Something to be done.
   *
   * @param <T> what comes of it
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * Does work on this thread.
   *
   * @return what comes of it
   * @throws StandstillException if its jobs were ended because they stood still
   */
  public <T, E extends Exception> T during(Action<T, E> work) throws E {
    String interrupts = spark.getLocalProperty(INTERRUPT);
    // A task that waits for ever ends only so.
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
      // Or the timer would not look again.
      LOG.warn("Cannot tell what Spark's jobs wait for", e);
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

  /** Ends the watch; jobs go on. */
  @Override
  public void close() {
    timer.cancel();
    spark.removeSparkListener(activity);
  }
}
