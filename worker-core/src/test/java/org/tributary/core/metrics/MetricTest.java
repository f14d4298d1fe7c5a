package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricTest {
  /** Four samples of two classes, labels or numbers, or of twenty classes. */
  private static Measured measured(TaskKind kind, int outputs, int wrong) {
    return switch (kind) {
      case CLASSIFICATION -> classes(outputs, wrong);
      case MULTI_LABEL -> labels(wrong);
      case REGRESSION -> numbers(wrong);
    };
  }

  private record Measured(MetricSums sums, RankMetrics ranks) {
    double value(Metric metric, double meanLoss) {
      return metric.value(meanLoss, sums, ranks);
    }
  }

  private static Measured classes(int classes, int wrong) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    RankedRunBuilder scores = new RankedRunBuilder();
    for (int i = 0; i < 4; i++) {
      int target = i % 2;
      double[] p = new double[classes];
      Arrays.setAll(p, c -> (c + 1) * 1e-4);
      p[i < wrong ? classes - 1 - target : target] += 1;
      if (i < wrong) {
        p[target] = 0;
      }
      metrics.add(target, i < wrong ? classes - 1 - target : target, p, 1);
      scores.add(RankedRun.ofScore(p[1] / 2, target == 1), 1);
    }
    return new Measured(metrics, RankMetrics.ofScores(List.of(curves(scores))));
  }

  private static Measured labels(int wrong) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(2);
    RankedRunBuilder scores = new RankedRunBuilder();
    for (int i = 0; i < 4; i++) {
      boolean[] targets = {i % 2 == 0, true};
      boolean[] predictions = {targets[0] == (i >= wrong), i >= wrong};
      double[] p = {predictions[0] ? 0.9 : 0.1, predictions[1] ? 0.9 : 0.1};
      metrics.add(targets, predictions, p, 1);
      scores.add(RankedRun.ofScore(p[0], targets[0]), 1);
    }
    return new Measured(metrics, RankMetrics.ofScores(List.of(curves(scores))));
  }

  private static Measured numbers(int wrong) {
    RegressionMetrics metrics = new RegressionMetrics(2);
    RankedRunBuilder errors = new RankedRunBuilder();
    for (int i = 0; i < 4; i++) {
      double[] targets = {i + 1, 5 - i};
      double error = i < wrong ? 2 * wrong - i + 0.5 : 0;
      metrics.add(targets, new double[] {targets[0] + error, targets[1] + error}, 1);
      metrics.add(targets, new double[] {targets[0] - error / 40, targets[1] - error / 40}, 1);
      errors.add(RankedRun.ofSize(wrong), 1);
    }
    MedianScan median = new MedianScan(4);
    median.accept(errors.build());
    return new Measured(metrics, RankMetrics.ofErrors(List.of(median)));
  }

  private static RankCurves curves(RankedRunBuilder scores) {
    RankCurves curves = new RankCurves();
    ScoreScan scan = new ScoreScan(curves);
    scan.accept(scores.build());
    scan.end();
    return curves;
  }

  static Stream<Arguments> catalogue() {
    return Arrays.stream(TaskKind.values())
        .flatMap(kind -> Metric.of(kind).stream().map(metric -> Arguments.of(kind, metric)));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void fewerWrongPredictionsAreBetterInItsDirection(TaskKind kind, Metric metric) {
    int outputs = metric.takes(kind, 2) ? 2 : 20;
    double exact = measured(kind, outputs, 0).value(metric, 0);
    double some = measured(kind, outputs, 1).value(metric, 0.5);
    double more = measured(kind, outputs, 3).value(metric, 1);
    assertThat(metric.direction().isBetter(exact, more)).as("%s, %s", exact, more).isTrue();
    // Recall does not notice the first of them.
    assertThat(metric.direction().isBetter(some, exact)).as("%s, %s", some, exact).isFalse();
    assertThat(metric.direction().isBetter(more, some)).as("%s, %s", more, some).isFalse();
    assertThat(metric.direction().isBetter(more, exact)).isFalse();
  }

  @Test
  void keysAndTitlesNameOneMetricEach() {
    List<Metric> all = List.of(Metric.values());
    assertThat(all.stream().map(Metric::key)).doesNotHaveDuplicates();
    assertThat(all.stream().map(Metric::title)).doesNotHaveDuplicates();
    for (Metric metric : all) {
      assertThat(Metric.of(metric.key())).contains(metric);
      assertThat(metric.key()).as("letters and digits").matches("[a-z][A-Za-z0-9]*");
      // What train.stop.monitor calls the first metric of any task.
      assertThat(metric.key()).isNotEqualTo("score");
    }
    assertThat(Metric.of("ACCURACY")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CLASSIFICATION, accuracy errorRate f1 mcc macroPrecision macroRecall macroF1 rocAuc loss",
    "MULTI_LABEL, microF1 macroF1 subsetAccuracy hammingLoss rocAuc loss",
    "REGRESSION, r2 rmse mae mape pinball50 poissonDeviance loss"
  })
  void aTaskHasItsMetricsAndTheScoreFirst(TaskKind kind, String keys) {
    List<String> expected = List.of(keys.split(" "));
    assertThat(Metric.of(kind).stream().map(Metric::key)).containsSubsequence(expected);
    assertThat(Metric.score(kind).key()).isEqualTo(expected.get(0));
  }

  @ParameterizedTest
  @EnumSource(TaskKind.class)
  void theScoreIsHigherWhereBetter(TaskKind kind) {
    assertThat(Metric.score(kind).direction()).isEqualTo(Direction.HIGHER);
  }

  @Test
  void valuesAreThoseOfTheSums() {
    Measured measured = numbers(3);
    RegressionMetrics numbers = (RegressionMetrics) measured.sums;
    assertThat(measured.value(Metric.RMSE, 0)).isEqualTo((numbers.rmse(0) + numbers.rmse(1)) / 2);
    assertThat(measured.value(Metric.MAE, 0)).isEqualTo((numbers.mae(0) + numbers.mae(1)) / 2);
    assertThat(measured.value(Metric.R2, 0)).isEqualTo((numbers.r2(0) + numbers.r2(1)) / 2);
    assertThat(measured.value(Metric.LOSS, 0.25)).isEqualTo(0.25);
    assertThat(classes(2, 1).value(Metric.ACCURACY, 0)).isEqualTo(0.75);
    assertThat(labels(1).value(Metric.HAMMING_LOSS, 0)).isEqualTo(0.25);
  }

  @Test
  void metricsThatNeedRanksAreNoNumbersWithoutThem() {
    for (TaskKind kind : TaskKind.values()) {
      for (Metric metric : Metric.of(kind, 2)) {
        double value = metric.value(1, measured(kind, 2, 1).sums, RankMetrics.NONE);
        assertThat(Double.isNaN(value)).as(metric.key()).isEqualTo(metric.needsRanks());
      }
    }
  }

  @Test
  void aTaskHasTheMetricsThatItsNumberOfClassesAllows() {
    List<Metric> two = Metric.of(TaskKind.CLASSIFICATION, 2);
    List<Metric> five = Metric.of(TaskKind.CLASSIFICATION, 5);
    assertThat(two).contains(Metric.F1).doesNotContain(Metric.TOP2_ACCURACY);
    assertThat(five).contains(Metric.TOP3_ACCURACY).doesNotContain(Metric.F1, Metric.TOP5_ACCURACY);
    assertThat(Metric.F1.outputs(TaskKind.CLASSIFICATION)).isEqualTo("2");
    assertThat(Metric.TOP5_ACCURACY.outputs(TaskKind.CLASSIFICATION)).isEqualTo("6 or more");
  }

  @Test
  void aMetricOfAnotherTaskIsRefusedWithThoseOfTheTask() {
    assertThat(Metric.RMSE.belongsTo(TaskKind.CLASSIFICATION)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classes(2, 0).value(Metric.RMSE, 0))
        .withMessageStartingWith(
            "Cannot compute rmse: it is no metric of classification (expected one of [accuracy,");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void anyNumberIsBetterThanNone(Direction direction) {
    assertThat(direction.isBetter(0, Double.NaN)).isTrue();
    assertThat(direction.isBetter(Double.NaN, 0)).isFalse();
    assertThat(direction.isBetter(Double.NaN, Double.NaN)).isFalse();
    assertThat(direction.isBetter(1, 1)).isFalse();
  }
}
