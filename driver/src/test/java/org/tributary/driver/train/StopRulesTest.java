package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.spec.TrainSpec;

class StopRulesTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  /** Rules with what they know after each epoch that they are asked about. */
  private static final class Run {
    private final StopRules rules;
    private StopState state = StopState.START;

    Run(TrainSpec spec) {
      rules = new StopRules(spec);
    }

    Optional<StopReason> check(SolverEpoch epoch, Duration elapsed) {
      state = rules.after(state, epoch);
      return rules.reason(state, elapsed);
    }
  }

  private static Run rules(String stop) {
    TrainSpec spec =
        JobReader.read(
                """
                data { path = a.csv, label = y }
                output.model = m
                train { epochs = 100, stop { %s } }
                """
                    .formatted(stop),
                "job.conf",
                List.of())
            .train();
    return new Run(spec);
  }

  private static SolverEpoch epoch(int epoch, double value, double gradientNorm) {
    return new SolverEpoch(epoch, new double[0], value, gradientNorm);
  }

  @Test
  void nothingStopsBeforeTheLastEpochByDefault() {
    Run rules = rules("");
    for (int epoch = 1; epoch < 100; epoch++) {
      assertThat(rules.check(epoch(epoch, 1, 0), LONG)).isEmpty();
    }
    assertThat(rules.check(epoch(100, 1, 0), LONG)).contains(StopReason.EPOCHS);
  }

  @Test
  void stopsAfterTheNamedEpoch() {
    Run rules = rules("epoch = 7");
    assertThat(rules.check(epoch(6, 1, 0), LONG)).isEmpty();
    assertThat(rules.check(epoch(7, 1, 0), LONG)).contains(StopReason.EPOCH);
  }

  @Test
  void gradientAsShortAsAskedForStops() {
    Run rules = rules("gradientNorm = 0.5");
    assertThat(rules.check(epoch(1, 1, 0.51), SHORT)).isEmpty();
    assertThat(rules.check(epoch(2, 1, 0.5), SHORT)).contains(StopReason.GRADIENT_NORM);
  }

  @Test
  void timeThatHasPassedStops() {
    Run rules = rules("timeBudget = 10m");
    assertThat(rules.check(epoch(1, 1, 1), Duration.ofMinutes(10).minusNanos(1))).isEmpty();
    assertThat(rules.check(epoch(2, 1, 1), Duration.ofMinutes(10)))
        .contains(StopReason.TIME_BUDGET);
  }

  @Test
  void fiveSmallImprovementsInARowStop() {
    Run rules = rules("improvement = 0.01");
    assertThat(rules.check(epoch(1, 1, 1), SHORT)).isEmpty();
    for (int epoch = 2; epoch <= 5; epoch++) {
      assertThat(rules.check(epoch(epoch, 1, 1), SHORT)).isEmpty();
    }
    assertThat(rules.check(epoch(6, 1, 1), SHORT)).contains(StopReason.IMPROVEMENT);
  }

  @Test
  void largeImprovementBeginsTheCountAnew() {
    Run rules = rules("improvement = 0.01");
    double value = 1;
    for (int epoch = 1; epoch < 50; epoch++) {
      // Every fourth improves by far more than one per cent.
      value *= epoch % 4 == 0 ? 0.5 : 1;
      assertThat(rules.check(epoch(epoch, value, 1), SHORT)).isEmpty();
    }
  }

  @Test
  void objectiveThatGrowsDoesNotImprove() {
    Run rules = rules("improvement = 1e-6");
    Optional<StopReason> stop = Optional.empty();
    for (int epoch = 1; epoch <= 6; epoch++) {
      stop = rules.check(epoch(epoch, epoch, 1), SHORT);
    }
    assertThat(stop).contains(StopReason.IMPROVEMENT);
  }

  @Test
  void gradientComesBeforeImprovementBeforeTimeBeforeTheLastEpoch() {
    String all = "gradientNorm = 0.5, improvement = 0.01, timeBudget = 1s";
    Run rules = rules(all);
    for (int epoch = 95; epoch < 100; epoch++) {
      rules.check(epoch(epoch, 1, 1), Duration.ZERO);
    }
    assertThat(rules.check(epoch(100, 1, 0.1), LONG)).contains(StopReason.GRADIENT_NORM);
    assertThat(rules.check(epoch(100, 1, 1), LONG)).contains(StopReason.IMPROVEMENT);
    assertThat(rules.check(epoch(100, 0.5, 1), LONG)).contains(StopReason.TIME_BUDGET);
    assertThat(rules.check(epoch(100, 0.2, 1), Duration.ZERO)).contains(StopReason.EPOCHS);
  }
}
