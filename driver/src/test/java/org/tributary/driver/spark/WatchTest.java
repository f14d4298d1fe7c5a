package org.tributary.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tributary.driver.LocalSpark;
import scala.jdk.javaapi.CollectionConverters;

/** A watch over a session whose tasks run in this process, where tests can hold them. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Optional<Duration> SHORT = Optional.of(DEADLINE);
  private static final Duration OFTEN = Duration.ofMillis(50);

  /** What tasks wait for; static because tasks are copies. */
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  private static final AtomicLong CLOCK = new AtomicLong();
  private static final Activity ACTIVITY = new Activity(CLOCK::get);

  private static int held(int element) {
    if (element > 1) {
      await(gate);
    }
    return element;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the gate", e);
    }
  }

  /** Counts four elements, one a task, of which the last two are held at the gate. */
  private static List<Integer> elements(JavaSparkContext spark) {
    return JobName.during(
        spark.sc(),
        "round 28",
        () -> spark.parallelize(List.of(0, 1, 2, 3), 4).map(WatchTest::held).collect());
  }

  /**
   * A clock that is stopped until two tasks of four have ended and two are waiting. Tasks of jobs
   * before it do not count: those that were cancelled may end late.
   */
  private static final class HeldClock extends SparkListener {
    private final AtomicLong nanos = new AtomicLong();
    private final Duration step;
    private final Set<Object> stages = new HashSet<>();
    private int started;
    private int ended;

    private HeldClock(Duration step) {
      this.step = step;
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      stages.addAll(CollectionConverters.asJava(event.stageIds()));
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
      if (stages.contains(event.stageId())) {
        started++;
        stepIfHeld();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      if (stages.contains(event.stageId())) {
        ended++;
        stepIfHeld();
      }
    }

    private void stepIfHeld() {
      if (started == 4 && ended == 2) {
        step();
      }
    }

    private void step() {
      nanos.addAndGet(step.toNanos());
    }
  }

  @Test
  void standstillEndsTheJobAndSaysWhatItWaitsFor() {
    JavaSparkContext spark = LocalSpark.context();
    gate = new CountDownLatch(1);
    HeldClock clock = new HeldClock(DEADLINE);
    try (Watch watch = Watch.over(spark.sc(), SHORT, OFTEN, clock.nanos::get, text -> {})) {
      // Spark calls listeners in their order: the watch first for each event.
      spark.sc().addSparkListener(clock);
      assertThatExceptionOfType(StandstillException.class)
          .isThrownBy(() -> watch.during(() -> elements(spark)))
          .withMessageMatching(
              "Cannot finish round 28: no task has ended for \\d s; 2 of 4 tasks have ended,"
                  + " 2 run: 2 in the driver's own process\\. The deadline is 2 s;"
                  + " job\\.deadline sets another, or none");
      spark.sc().removeSparkListener(clock);

      // The gate is still shut: only interrupted tasks leave their threads to others.
      assertThat(watch.during(() -> spark.parallelize(List.of(1, 2), 2).count())).isEqualTo(2);
    }
  }

  @Test
  void watchWithoutADeadlineWarnsAndLetsTheJobGoOn() {
    JavaSparkContext spark = LocalSpark.context();
    gate = new CountDownLatch(3);
    HeldClock clock = new HeldClock(OFTEN);
    Queue<String> warnings = new ConcurrentLinkedQueue<>();
    try (Watch watch =
        Watch.over(
            spark.sc(),
            Optional.empty(),
            OFTEN,
            clock.nanos::get,
            text -> {
              warnings.add(text);
              gate.countDown();
              clock.step();
            })) {
      spark.sc().addSparkListener(clock);
      assertThat(watch.during(() -> elements(spark))).containsExactly(0, 1, 2, 3);
    } finally {
      spark.sc().removeSparkListener(clock);
    }
    assertThat(warnings)
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(text -> text.startsWith("Waiting for round 28: no task has ended for "))
        .allMatch(text -> text.contains(" of 4 tasks have ended, "));
  }

  @Test
  void jobsOnTheWayToTheirEndAreNotDisturbed() {
    JavaSparkContext spark = LocalSpark.context();
    gate = new CountDownLatch(0);
    AtomicInteger warned = new AtomicInteger();
    try (Watch watch =
        Watch.over(
            spark.sc(),
            Optional.of(Duration.ofMinutes(5)),
            Duration.ofMinutes(5),
            System::nanoTime,
            text -> warned.incrementAndGet())) {
      assertThat(watch.during(() -> elements(spark))).hasSize(4);
    }
    assertThat(warned).hasValue(0);
  }

  @Test
  void otherFailuresPassAsTheyAre() {
    JavaSparkContext spark = LocalSpark.context();
    IOException failure = new IOException("no such file");
    try (Watch watch = Watch.over(spark.sc(), SHORT, text -> {})) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  watch.during(
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
  }

  @Test
  void threadIsGivenBackAsItWas() {
    JavaSparkContext spark = LocalSpark.context();
    String property = "spark.job.interruptOnCancel";
    String before = spark.getLocalProperty(property);
    try (Watch watch = Watch.over(spark.sc(), SHORT, text -> {})) {
      assertThat(watch.during(() -> spark.getLocalProperty(property))).isEqualTo("true");
    }
    assertThat(spark.getLocalProperty(property)).isEqualTo(before);
  }

  @Test
  void jobNamesNest() {
    JavaSparkContext spark = LocalSpark.context();
    String before = spark.getLocalProperty(JobName.PROPERTY);
    List<String> names =
        JobName.during(
            spark.sc(),
            "outer",
            () -> {
              String inner =
                  JobName.during(
                      spark.sc(), "inner", () -> spark.getLocalProperty(JobName.PROPERTY));
              return List.of(inner, spark.getLocalProperty(JobName.PROPERTY));
            });
    assertThat(names).containsExactly("inner", "outer");
    assertThat(spark.getLocalProperty(JobName.PROPERTY)).isEqualTo(before);
  }

  /**
   * Reads a row after Spark's event of the task start, another row an hour later, and ends after
   * the event of that row.
   */
  private static Iterator<Integer> readForHours(Iterator<Integer> rows) {
    while (ACTIVITY.standstill().stream().noneMatch(job -> !job.tasks().areIdle())) {
      Thread.onSpinWait();
    }
    rows.next();
    CLOCK.set(Duration.ofHours(1).toNanos());
    rows.next();
    while (ACTIVITY.standstill().stream().noneMatch(job -> job.still().isZero())) {
      Thread.onSpinWait();
    }
    return rows;
  }

  @Test
  void taskThatReadsComesOn() throws IOException {
    LocalSpark.stop();
    try (SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.heartbeatInterval", "500ms")
            .getOrCreate()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      JavaRDD<Integer> rows = spark.parallelize(List.of(1, 2, 3), 1).cache();
      assertThat(rows.count()).isEqualTo(3);
      session.sparkContext().addSparkListener(ACTIVITY);

      assertThat(rows.mapPartitions(WatchTest::readForHours).collect()).containsExactly(3);
    }
  }
}
