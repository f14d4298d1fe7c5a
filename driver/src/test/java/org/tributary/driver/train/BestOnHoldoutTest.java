package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.metrics.TaskKind;
import org.tributary.driver.evaluation.TestEvaluations;
import org.tributary.driver.spec.Monitor;

class BestOnHoldoutTest {
  static Stream<Arguments> monitors() {
    return Arrays.stream(TaskKind.values())
        .flatMap(
            kind ->
                Monitor.names(kind).stream()
                    .map(name -> Arguments.of(kind, Monitor.named(name).orElseThrow())));
  }

  @ParameterizedTest
  @MethodSource("monitors")
  void theBestFollowsTheDirectionOfTheMetric(TaskKind kind, Monitor monitor) {
    Optional<BestOnHoldout> best = Optional.empty();
    int[] wrong = {3, 1, 2, 1, 0};
    int[] bestEpoch = {1, 2, 2, 2, 5};
    int[] worseSince = {0, 0, 1, 2, 0};
    for (int i = 0; i < wrong.length; i++) {
      best =
          Optional.of(
              BestOnHoldout.after(
                  best,
                  i + 1,
                  new double[] {i},
                  Measurement.of(
                      TestEvaluations.of(kind, monitor.metricOf(kind), wrong[i]), monitor),
                  monitor));
      assertThat(best.get().epoch()).as("after epoch %d", i + 1).isEqualTo(bestEpoch[i]);
      assertThat(best.get().worseSince()).isEqualTo(worseSince[i]);
      assertThat(best.get().theta().toArray()).containsExactly(bestEpoch[i] - 1);
    }
  }
}
