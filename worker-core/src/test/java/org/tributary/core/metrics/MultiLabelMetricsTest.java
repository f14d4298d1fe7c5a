package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MultiLabelMetricsTest {
  /** A quotient and a sum over four outputs, each rounded to 1e-16. */
  private static final Offset<Double> ROUNDING = within(1e-15);

  private static final int SAMPLES = 40;

  /** Returns the counts of some rows of the table: four targets, four probabilities. */
  private static MultiLabelMetrics rows(int from, int to) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(4);
    for (double[] row : Arrays.copyOfRange(Expected.table("labels.csv"), from, to)) {
      metrics.add(labels(row, 0), labels(row, 4), Arrays.copyOfRange(row, 4, 8), 1);
    }
    return metrics;
  }

  private static boolean[] labels(double[] row, int from) {
    boolean[] labels = new boolean[4];
    for (int k = 0; k < 4; k++) {
      labels[k] = row[from + k] >= 0.5;
    }
    return labels;
  }

  @Test
  void metricsMatchScikitLearn() {
    MultiLabelMetrics metrics = rows(0, SAMPLES);
    Map<String, double[]> expected = Expected.metrics("labels-expected.csv");
    assertThat(metrics.samples()).isEqualTo(SAMPLES);
    for (int k = 0; k < 4; k++) {
      // The last label occurs in no sample: 0/0.
      assertThat(metrics.precision(k)).isCloseTo(expected.get("precision")[k], ROUNDING);
      assertThat(metrics.recall(k)).isCloseTo(expected.get("recall")[k], ROUNDING);
      assertThat(metrics.f1(k)).isCloseTo(expected.get("f1")[k], ROUNDING);
      assertThat(metrics.accuracy(k)).isCloseTo(expected.get("accuracy")[k], ROUNDING);
      assertThat(metrics.support(k)).isEqualTo(expected.get("support")[k]);
    }
    assertThat(metrics.macroF1()).isCloseTo(expected.get("macroF1")[0], ROUNDING);
    assertThat(metrics.microF1()).isCloseTo(expected.get("microF1")[0], ROUNDING);
    assertThat(metrics.subsetAccuracy()).isCloseTo(expected.get("subsetAccuracy")[0], ROUNDING);
    assertThat(metrics.hammingLoss()).isCloseTo(expected.get("hammingLoss")[0], ROUNDING);
  }

  @Test
  void mergedPartsEqualTheWholeInAnyOrder() {
    MultiLabelMetrics whole = rows(0, SAMPLES);
    assertThat(rows(0, 13).merge(rows(13, SAMPLES))).isEqualTo(whole);
    assertThat(rows(13, SAMPLES).merge(rows(0, 13))).isEqualTo(whole).hasSameHashCodeAs(whole);
    assertThat(rows(0, 0).merge(rows(0, SAMPLES))).isEqualTo(whole);
    assertThat(rows(0, SAMPLES).merge(rows(0, 0))).isEqualTo(whole);
    assertThat(whole).isNotEqualTo(rows(0, 39));
  }

  @Test
  void nothingIsMeasuredWithoutSamples() {
    MultiLabelMetrics empty = new MultiLabelMetrics(2);
    assertThat(empty.precision(0)).isZero();
    assertThat(empty.microF1()).isZero();
    assertThat(empty.accuracy(0)).isNaN();
    assertThat(empty.subsetAccuracy()).isNaN();
    assertThat(empty.hammingLoss()).isNaN();
  }

  @Test
  void countsSurviveSerialisation() throws Exception {
    assertThat(Serialized.copy(rows(0, SAMPLES))).isEqualTo(rows(0, SAMPLES));
  }

  @Test
  void illegalUseIsRefusedWithItsReason() {
    MultiLabelMetrics metrics = new MultiLabelMetrics(2);
    assertThatThrownBy(() -> new MultiLabelMetrics(0))
        .hasMessage("Invalid number of outputs: 0 (expected 1 or more)");
    assertThatThrownBy(() -> metrics.add(new boolean[1], new boolean[2], new double[2], 1))
        .hasMessage(
            "Cannot add a sample: 1 targets, 2 predictions and 2 probabilities for 2 outputs");
    assertThatThrownBy(() -> metrics.merge(new MultiLabelMetrics(3)))
        .hasMessage("Cannot merge multi-label metrics: 2 and 3 outputs");
  }
}
