package org.tributary.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActivityTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Map<String, String> NAMED = Map.of(JobName.PROPERTY, "round 28");

  /** A job of four tasks, of which the first two run on executor 1, and the first has read. */
  private static RecordedActivity job() {
    return new RecordedActivity()
        .executorComes("1")
        .begins(4, NAMED)
        .taskBegins(0, 0, "1")
        .taskBegins(1, 0, "1")
        .heartbeat(0, 0, Map.of("input.recordsRead", 100L));
  }

  private static Arguments event(String what, Consumer<RecordedActivity> happening) {
    return arguments(what, happening);
  }

  static List<Arguments> progress() {
    return List.of(
        event("a task begins", job -> job.taskBegins(2, 0, "1")),
        event("a task ends", job -> job.taskEndsWell(0, 0)),
        event("a task fails", job -> job.taskFails(0, 0)),
        event("rows are read", job -> job.heartbeat(0, 0, Map.of("input.recordsRead", 101L))),
        event(
            "rows are written",
            job ->
                job.heartbeat(
                    0, 0, Map.of("input.recordsRead", 100L, "shuffle.write.recordsWritten", 1L))),
        event("an executor comes", job -> job.executorComes("2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("progress")
  void jobComesOnWhen(String what, Consumer<RecordedActivity> happening) {
    RecordedActivity job = job().later(LONG);
    happening.accept(job);
    assertThat(job.standstill().still()).as(what).isZero();
  }

  static List<Arguments> circles() {
    return List.of(
        event("a task is lost", job -> job.taskIsLost(0, 0)),
        event("a task is killed", job -> job.taskIsKilled(0, 0)),
        event("a lost task begins again", job -> job.taskIsLost(0, 0).taskBegins(0, 1, "1")),
        event(
            "a lost task reads again as far as before",
            job ->
                job.taskIsLost(0, 0)
                    .taskBegins(0, 1, "1")
                    .heartbeat(0, 1, Map.of("input.recordsRead", 100L))),
        event(
            "a task only spends time",
            job ->
                job.heartbeat(
                    0, 0, Map.of("input.recordsRead", 100L, "executorRunTime", 300_000L))),
        event(
            "an executor comes in place of another",
            job -> job.executorGoes("1", "killed").executorComes("2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("circles")
  void jobStandsStillThough(String what, Consumer<RecordedActivity> happening) {
    RecordedActivity job = job().later(LONG);
    happening.accept(job);
    assertThat(job.standstill().still()).as(what).isEqualTo(LONG);
  }

  @Test
  void executorsMayComeBackAfterProgress() {
    RecordedActivity job =
        job().executorGoes("1", "idle").taskEndsWell(0, 0).later(LONG).executorComes("2");
    assertThat(job.standstill().still()).isZero();
  }

  @Test
  void nothingStandsStillWithoutAJob() {
    RecordedActivity job = job().later(LONG).ends().later(LONG);
    assertThat(job.activity().standstill()).isEmpty();
    assertThat(job.activity().jobs()).isEmpty();
  }

  @Test
  void jobBeginsWithAClockOfItsOwn() {
    RecordedActivity job = job().ends().later(LONG).begins(1, NAMED);
    assertThat(job.standstill().still()).isZero();
    assertThat(job.standstill().tasks().total()).isEqualTo(1);
  }

  @Test
  void tasksAreCountedOnceHoweverOftenTheyAreTried() {
    Tasks tasks =
        job()
            .taskFails(0, 0)
            .taskBegins(0, 1, "2")
            .taskBegins(1, 1, "2")
            .taskBegins(2, 0, "3")
            .taskEndsWell(2, 0)
            .standstill()
            .tasks();
    assertThat(tasks.total()).isEqualTo(4);
    assertThat(tasks.ended()).isEqualTo(1);
    assertThat(tasks.unbegun()).isEqualTo(1);
    assertThat(tasks.failed()).isEqualTo(1);
    assertThat(tasks.running())
        .containsOnly(
            Map.entry(new Tasks.Place("1", "host-1"), 1),
            Map.entry(new Tasks.Place("2", "host-2"), 2));
    assertThat(tasks.lastFailure()).contains("java.lang.IllegalStateException: a bad day");
  }

  @Test
  void jobWithoutANameGoesByItsNumberAndCall() {
    RecordedActivity job = new RecordedActivity().begins(1, Map.of());
    assertThat(job.standstill().job()).isEqualTo("job 7 (collect at RecordedActivity.java:1)");
  }

  @Test
  void lossOfTheLastExecutorIsKnownUntilTheJobComesOn() {
    RecordedActivity job = job().executorGoes("1", "Command exited with code 137\nand more");
    assertThat(job.standstill().lastLoss()).contains("Command exited with code 137");
    assertThat(job.taskEndsWell(0, 0).standstill().lastLoss()).isEmpty();
  }
}
