package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every metric against scikit-learn's figures for the same predictions, without and with sample
 * weights: {@code src/test/resources/metrics/metrics.py} writes both.
 */
class ScikitLearnTest {
  private static final double[] WEIGHTS =
      Arrays.stream(Expected.table("weights.csv")).mapToDouble(row -> row[0]).toArray();

  /** The sums of some samples, and what is ranked of them. */
  private record Measured(MetricSums sums, RankMetrics ranks) {}

  private static double weight(int i, boolean weighted) {
    return weighted ? WEIGHTS[i] : 1;
  }

  private static RankCurves curves(double[][] table, boolean weighted, int target, int score) {
    RankedRunBuilder builder = new RankedRunBuilder();
    for (int i = 0; i < table.length; i++) {
      boolean positive = target < 0 ? table[i][0] == -target - 1 : table[i][target] == 1;
      builder.add(RankedRun.ofScore(table[i][score], positive), weight(i, weighted));
    }
    RankCurves curves = new RankCurves();
    ScoreScan scan = new ScoreScan(curves);
    scan.accept(builder.build());
    scan.end();
    return curves;
  }

  private static Measured classes(double[][] table, boolean weighted) {
    boolean binary = table[0].length == 2;
    int k = binary ? 2 : table[0].length - 1;
    ClassificationMetrics metrics = new ClassificationMetrics(k);
    for (int i = 0; i < table.length; i++) {
      double[] row = table[i];
      double[] p = binary ? new double[] {1 - row[1], row[1]} : Arrays.copyOfRange(row, 1, k + 1);
      int best = 0;
      for (int c = 1; c < k; c++) {
        best = p[c] > p[best] ? c : best;
      }
      metrics.add((int) row[0], best, p, weight(i, weighted));
    }
    List<RankCurves> curves = new ArrayList<>();
    if (binary) {
      curves.add(curves(table, weighted, -2, 1));
    } else {
      for (int c = 0; c < k; c++) {
        curves.add(curves(table, weighted, -c - 1, c + 1));
      }
    }
    return new Measured(metrics, RankMetrics.ofScores(curves));
  }

  private static Measured labels(double[][] table, boolean weighted) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(4);
    for (int i = 0; i < table.length; i++) {
      boolean[] targets = new boolean[4];
      boolean[] predictions = new boolean[4];
      for (int k = 0; k < 4; k++) {
        targets[k] = table[i][k] > 0;
        predictions[k] = table[i][4 + k] >= 0.5;
      }
      metrics.add(targets, predictions, Arrays.copyOfRange(table[i], 4, 8), weight(i, weighted));
    }
    return new Measured(
        metrics,
        RankMetrics.ofScores(
            IntStream.range(0, 4).mapToObj(k -> curves(table, weighted, k, 4 + k)).toList()));
  }

  private static Measured numbers(double[][] table, boolean weighted) {
    int k = table[0].length / 2;
    RegressionMetrics metrics = new RegressionMetrics(k);
    List<RankedRunBuilder> errors =
        IntStream.range(0, k).mapToObj(j -> new RankedRunBuilder()).toList();
    for (int i = 0; i < table.length; i++) {
      double w = weight(i, weighted);
      metrics.add(Arrays.copyOf(table[i], k), Arrays.copyOfRange(table[i], k, 2 * k), w);
      for (int j = 0; j < k; j++) {
        errors.get(j).add(RankedRun.ofSize(Math.abs(table[i][k + j] - table[i][j])), w);
      }
    }
    List<MedianScan> medians = new ArrayList<>();
    for (RankedRunBuilder builder : errors) {
      MedianScan scan = new MedianScan(metrics.weight());
      scan.accept(builder.build());
      medians.add(scan);
    }
    return new Measured(metrics, RankMetrics.ofErrors(medians));
  }

  private static Measured measured(String name, boolean weighted) {
    double[][] table = Expected.table(name + ".csv");
    return switch (name) {
      case "binary", "many" -> classes(table, weighted);
      case "labels" -> labels(table, weighted);
      default -> numbers(table, weighted);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "many", "labels", "numbers", "counts"})
  void metricsMatchScikitLearnWithAndWithoutSampleWeights(String name) {
    Map<String, double[]> expected = Expected.metrics(name + "-weighted.csv");
    for (boolean weighted : new boolean[] {false, true}) {
      Measured measured = measured(name, weighted);
      expected.forEach(
          (key, values) -> {
            double value = Metric.of(key).orElseThrow().value(0, measured.sums, measured.ranks);
            double figure = values[weighted ? 1 : 0];
            // Sums of some hundred terms, each rounded to 1e-16 of itself.
            assertThat(value)
                .as("%s, weighted %s", key, weighted)
                .isCloseTo(figure, within(1e-12 * Math.max(1, Math.abs(figure))));
          });
    }
  }

  @Test
  void scikitLearnHasAFigureForEveryMetricButThoseOfItsOwnDefinition() {
    List<String> figures =
        List.of("binary", "many", "labels", "numbers", "counts").stream()
            .flatMap(name -> Expected.metrics(name + "-weighted.csv").keySet().stream())
            .toList();
    assertThat(Arrays.stream(Metric.values()).map(Metric::key).filter(k -> !figures.contains(k)))
        // Larger k of the same formula, and what scikit-learn does not have.
        .containsExactlyInAnyOrder("top5Accuracy", "top10Accuracy", "calibrationError", "loss");
  }

  @Test
  void theCalibrationTableMatchesScikitLearnWithoutItsEmptyBins() {
    Map<String, double[]> expected = Expected.metrics("binary-calibration.csv");
    ClassificationMetrics metrics = (ClassificationMetrics) measured("binary", false).sums();
    List<CalibrationBin> bins =
        metrics.probabilities().calibration().stream().filter(bin -> bin.weight() > 0).toList();
    assertThat(bins.stream().mapToDouble(CalibrationBin::observed).toArray())
        .containsExactly(expected.get("observed"), within(1e-14));
    assertThat(bins.stream().mapToDouble(CalibrationBin::predicted).toArray())
        .containsExactly(expected.get("predicted"), within(1e-14));
    double error =
        bins.stream().mapToDouble(b -> b.weight() * Math.abs(b.observed() - b.predicted())).sum();
    assertThat(metrics.probabilities().calibrationError()).isCloseTo(error / 400, within(1e-14));
  }

  @Test
  void weightsOfOneGiveTheBitsOfCounts() {
    for (String name : new String[] {"binary", "many"}) {
      double[][] table = Expected.table(name + ".csv");
      ConfusionMatrix matrix = ((ClassificationMetrics) measured(name, false).sums()).matrix();
      long correct = 0;
      for (int c = 0; c < matrix.classes(); c++) {
        correct += (long) matrix.weight(c, c);
      }
      assertThat(matrix.accuracy()).isEqualTo((double) correct / table.length);
      assertThat(matrix.total()).isEqualTo(table.length);
    }
  }
}
