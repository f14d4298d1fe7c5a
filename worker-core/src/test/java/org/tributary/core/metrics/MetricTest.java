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
  /** Returns the sums of four samples, of which {@code wrong} are predicted wrongly. */
  private static MetricSums sums(TaskKind kind, int wrong) {
    return switch (kind) {
      case CLASSIFICATION -> {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        for (int i = 0; i < 4; i++) {
          matrix.add(i % 2, i < wrong ? 1 - i % 2 : i % 2);
        }
        yield matrix;
      }
      case MULTI_LABEL -> {
        MultiLabelMetrics metrics = new MultiLabelMetrics(2);
        for (int i = 0; i < 4; i++) {
          boolean yes = i % 2 == 0;
          metrics.add(new boolean[] {yes, true}, new boolean[] {yes == (i >= wrong), i >= wrong});
        }
        yield metrics;
      }
      case REGRESSION -> {
        RegressionMetrics metrics = new RegressionMetrics(2);
        for (int i = 0; i < 4; i++) {
          metrics.add(new double[] {i, -i}, new double[] {i < wrong ? i + 1 : i, -i});
        }
        yield metrics;
      }
    };
  }

  static Stream<Arguments> catalogue() {
    return Arrays.stream(TaskKind.values())
        .flatMap(kind -> Metric.of(kind).stream().map(metric -> Arguments.of(kind, metric)));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void fewerWrongPredictionsAreBetterInItsDirection(TaskKind kind, Metric metric) {
    double exact = metric.value(0, sums(kind, 0));
    double some = metric.value(0.5, sums(kind, 1));
    double more = metric.value(1, sums(kind, 3));
    assertThat(metric.direction().isBetter(exact, some)).isTrue();
    assertThat(metric.direction().isBetter(some, more)).isTrue();
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
    "CLASSIFICATION, accuracy errorRate macroPrecision macroRecall macroF1 loss",
    "MULTI_LABEL, microF1 macroF1 subsetAccuracy hammingLoss loss",
    "REGRESSION, r2 rmse mae loss"
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
    RegressionMetrics numbers = (RegressionMetrics) sums(TaskKind.REGRESSION, 3);
    assertThat(Metric.RMSE.value(0, numbers)).isEqualTo((numbers.rmse(0) + numbers.rmse(1)) / 2);
    assertThat(Metric.MAE.value(0, numbers)).isEqualTo((numbers.mae(0) + numbers.mae(1)) / 2);
    assertThat(Metric.R2.value(0, numbers)).isEqualTo((numbers.r2(0) + numbers.r2(1)) / 2);
    assertThat(Metric.LOSS.value(0.25, numbers)).isEqualTo(0.25);
    assertThat(Metric.ACCURACY.value(0, sums(TaskKind.CLASSIFICATION, 1))).isEqualTo(0.75);
    assertThat(Metric.HAMMING_LOSS.value(0, sums(TaskKind.MULTI_LABEL, 1))).isEqualTo(0.25);
  }

  @Test
  void aMetricOfAnotherTaskIsRefusedWithThoseOfTheTask() {
    assertThat(Metric.RMSE.belongsTo(TaskKind.CLASSIFICATION)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.RMSE.value(0, new ConfusionMatrix(2)))
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
