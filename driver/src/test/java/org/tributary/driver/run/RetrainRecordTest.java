package org.tributary.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tributary.core.metrics.Metric;
import org.tributary.driver.drift.DataChecks;
import org.tributary.driver.drift.DataChecks.CheckedColumn;
import org.tributary.driver.drift.Drift;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.PairedComparison.Difference;
import org.tributary.driver.run.RetrainOutcome.Verdict;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.RetrainSpec.Promotion;

class RetrainRecordTest {
  private static final Promotion GUARDED =
      new Promotion(Monitor.SCORE, 0, Map.of(Metric.LOG_LOSS, 0.01), 0.95, 2000);

  private static PairedComparison comparison(
      double lower, double guard, long onlyCandidate, long onlyCurrent, double mcnemar) {
    return new PairedComparison(
        1000,
        List.of(
            new Difference(Metric.ACCURACY, 0.8, 0.82, 0.02, lower, 0.04),
            new Difference(Metric.LOG_LOSS, 0.5, 0.49, 0.01, guard, 0.03)),
        onlyCandidate,
        onlyCurrent,
        Double.isNaN(mcnemar) ? OptionalDouble.empty() : OptionalDouble.of(mcnemar));
  }

  /** Returns an outcome with a comparison. */
  static RetrainOutcome compared() {
    return outcome(Optional.of(comparison(0.01, 0, 1, 2, 0.3)));
  }

  private static RetrainOutcome outcome(Optional<PairedComparison> comparison) {
    return new RetrainOutcome(
        "2026-01",
        Instant.parse("2026-01-31T12:00:00Z"),
        "a|b.csv",
        Verdict.KEPT,
        List.of("one", "two"),
        3,
        4,
        new DataChecks(
            1000,
            List.of(),
            List.of(
                new CheckedColumn("x|y", 0.1, Double.NaN, Optional.empty(), false),
                new CheckedColumn(
                    "z",
                    0,
                    0.2,
                    Optional.of(new Drift(0.3, Drift.Test.CHI_SQUARED, 7, 0.01)),
                    true))),
        comparison);
  }

  @Test
  void outcomesAreReadAsTheyWereWritten() {
    for (Optional<PairedComparison> comparison :
        List.of(
            Optional.<PairedComparison>empty(),
            Optional.of(comparison(Double.NEGATIVE_INFINITY, 0, 1, 2, 0.3)),
            Optional.of(comparison(0.01, 0, 0, 0, Double.NaN)))) {
      RetrainOutcome outcome = outcome(comparison);
      assertThat(RetrainRecord.parse(RetrainRecord.json(outcome))).isEqualTo(outcome);
    }
  }

  @Test
  void aNewerFormatAndDamageAreRefused() {
    String json = new String(RetrainRecord.json(outcome(Optional.empty())), StandardCharsets.UTF_8);
    for (String other :
        List.of(
            json.replace("\"format\": 1", "\"format\": 2"),
            json.replace("kept", "lost"),
            json.replace("2026-01-31T12:00:00Z", "today"),
            "{")) {
      assertThatThrownBy(() -> RetrainRecord.parse(other.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theReportIsATableOfMarkdown() {
    String report = RetrainReport.of(outcome(Optional.of(comparison(0.01, 0, 60, 40, 0.03))));
    assertThat(report)
        .startsWith("# Retraining 2026-01: kept the current model\n")
        .contains("| accuracy | 0.800000 | 0.820000 | 0.02000 | 0.01000 | 0.04000 |")
        .contains("only the candidate has right: 60; only the current model: 40")
        .contains("| x\\|y | 0.1000 |  |  | |  |  |")
        .contains("| z | 0.000 | 0.2000 | 0.3000 | chi-squared 7.000 | 0.0100 | yes |");
  }

  @Test
  void aCandidateIsPromotedIfItIsBetterBeyondNoiseAndNoGuardIsWorse() {
    assertThat(RetrainDecision.of(comparison(0.005, -0.002, 60, 40, 0.03), GUARDED).promotes())
        .isTrue();
    // Perhaps no better.
    assertThat(RetrainDecision.of(comparison(-0.001, 0, 60, 40, 0.03), GUARDED).promotes())
        .isFalse();
    assertThat(RetrainDecision.of(comparison(0, 0, 60, 40, 0.03), GUARDED).promotes()).isFalse();
    // The guard may be worse by more than its tolerance.
    assertThat(RetrainDecision.of(comparison(0.005, -0.02, 60, 40, 0.03), GUARDED).promotes())
        .isFalse();
    // The exact test does not agree.
    assertThat(RetrainDecision.of(comparison(0.005, 0, 52, 48, 0.38), GUARDED).promotes())
        .isFalse();
    // Of weighted rows there is no exact test.
    assertThat(RetrainDecision.of(comparison(0.005, 0, 0, 0, Double.NaN), GUARDED).promotes())
        .isTrue();
  }

  @Test
  void aNegativeMarginPromotesACandidateThatIsNotClearlyWorse() {
    Promotion fresh = new Promotion(Monitor.SCORE, -0.01, Map.of(), 0.95, 2000);
    assertThat(RetrainDecision.of(comparison(-0.005, 0, 50, 50, 0.5), fresh).promotes()).isTrue();
    assertThat(RetrainDecision.of(comparison(-0.02, 0, 50, 50, 0.5), fresh).promotes()).isFalse();
  }
}
