package org.tributary.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandstillTest {
  private static final Cluster NO_EXECUTOR =
      new Cluster(0, "8g of memory (spark.executor.memory)", "1 core", "spark://host:7077");

  private static Standstill of(Tasks tasks) {
    return new Standstill(List.of("round 28"), Duration.ofMinutes(30), tasks, Optional.empty());
  }

  private static Tasks.Place place(String executor) {
    return new Tasks.Place(executor, "host-" + executor);
  }

  @Test
  void runningTasksAreToldByExecutorTheBusiestFirst() {
    Tasks tasks =
        new Tasks(
            8, 3, 0, Map.of(place("10"), 1, place("9"), 1, place("2"), 3), 0, Optional.empty());
    assertThat(of(tasks).reason(NO_EXECUTOR))
        .isEqualTo(
            "no task has ended for 30 min; 3 of 8 tasks have ended, 5 run: 3 on executor 2"
                + " (host-2),"
                + " 1 on executor 9 (host-9), 1 on executor 10 (host-10)");
  }

  @Test
  void manyExecutorsAreNotAllNamed() {
    Map<Tasks.Place, Integer> running = new HashMap<>();
    for (int i = 1; i <= 200; i++) {
      running.put(place(String.valueOf(i)), 1);
    }
    String reason = of(new Tasks(300, 0, 100, running, 0, Optional.empty())).reason(NO_EXECUTOR);
    assertThat(reason)
        .contains("200 run: 1 on executor 1 (host-1), ", "1 on executor 8 (host-8), and the rest")
        .endsWith("the rest on 192 executors more, 100 wait for a core");
  }

  @Test
  void oneTaskIsToldWithItsPlace() {
    Map<Tasks.Place, Integer> running = Map.of(new Tasks.Place("driver", "here"), 1);
    assertThat(of(new Tasks(2, 0, 1, running, 0, Optional.empty())).reason(NO_EXECUTOR))
        .endsWith(
            "; 0 of 2 tasks have ended, 1 runs in the driver's own process, 1 waits for a core");
  }

  @Test
  void failuresAreToldWithTheLast() {
    Tasks tasks = new Tasks(1, 0, 0, Map.of(place("1"), 1), 3, Optional.of("ExecutorLostFailure"));
    assertThat(of(tasks).reason(NO_EXECUTOR))
        .endsWith("; attempts that failed: 3, the last by ExecutorLostFailure");
  }

  @Test
  void clusterWithoutExecutorsIsToldWithWhatWasAskedOfIt() {
    Standstill standstill =
        new Standstill(
            List.of("round 1"),
            Duration.ofSeconds(90),
            new Tasks(8, 0, 8, Map.of(), 0, Optional.empty()),
            Optional.of("Command exited with code 1"));
    assertThat(standstill.reason(NO_EXECUTOR))
        .isEqualTo(
            "no task has ended for 1 min 30 s; 0 of 8 tasks have ended, none runs, 8 wait for a"
                + " core; the last executor was lost: Command exited with code 1; no executor is"
                + " registered. Each requests 8g of memory (spark.executor.memory): request"
                + " less, or check at spark://host:7077 what is available");
  }

  @Test
  void idleExecutorsAreReportedWithTheCoresOfATask() {
    Cluster cluster = new Cluster(2, "1g of memory", "4 cores", "yarn");
    assertThat(of(new Tasks(8, 0, 8, Map.of(), 0, Optional.empty())).reason(cluster))
        .contains(
            "2 executors are registered and none accepts a task, which needs 4 cores"
                + " (spark.task.cpus). Check at yarn whether they have enough");
  }

  @Test
  void severalJobsAreNamedByTheFirst() {
    Standstill standstill =
        new Standstill(
            List.of("round 3", "a query", "another"), Duration.ZERO, Tasks.NONE, Optional.empty());
    assertThat(standstill.job()).isEqualTo("round 3 and 2 more jobs");
    assertThat(standstill.reason(NO_EXECUTOR)).contains("no stage of it has begun");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S, 250 ms",
    "PT1.9S, 1 s",
    "PT60S, 1 min",
    "PT119S, 1 min 59 s",
    "PT30M, 30 min",
    "PT2H30M59S, 2 h 30 min",
    "P2D, 48 h"
  })
  void durationsAreSpelledInTheirTwoLargestUnits(Duration duration, String text) {
    assertThat(Standstill.spell(duration)).isEqualTo(text);
  }
}
