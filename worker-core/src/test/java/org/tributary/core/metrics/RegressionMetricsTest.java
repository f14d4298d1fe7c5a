package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionMetricsTest {
  /** Fifty terms below 50, each rounded to 1e-16 of itself, and a prediction rounded at 1000. */
  private static final Offset<Double> ROUNDING = within(1e-12);

  private static final int SAMPLES = 50;

  /** Returns the sums of some rows of the table: three targets, three predictions. */
  private static RegressionMetrics rows(int from, int to) {
    RegressionMetrics metrics = new RegressionMetrics(3);
    for (double[] row : Arrays.copyOfRange(Expected.table("numbers.csv"), from, to)) {
      metrics.add(Arrays.copyOf(row, 3), Arrays.copyOfRange(row, 3, 6), 1);
    }
    return metrics;
  }

  private static void assertExpected(RegressionMetrics metrics) {
    Map<String, double[]> expected = Expected.metrics("numbers-expected.csv");
    assertThat(metrics.samples()).isEqualTo(SAMPLES);
    for (int k = 0; k < 3; k++) {
      assertThat(metrics.rmse(k)).isCloseTo(expected.get("rmse")[k], ROUNDING);
      assertThat(metrics.mae(k)).isCloseTo(expected.get("mae")[k], ROUNDING);
      assertThat(metrics.r2(k)).isCloseTo(expected.get("r2")[k], ROUNDING);
    }
  }

  @Test
  void metricsMatchScikitLearn() {
    assertExpected(rows(0, SAMPLES));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 49, 50})
  void mergedPartsMatchScikitLearnWhereverTheyAreCut(int cut) {
    // 0 and 50 merge with an empty one on either side.
    assertExpected(rows(0, cut).merge(rows(cut, SAMPLES)));
  }

  @Test
  void theSpreadSurvivesALargeMean() {
    // sum y^2 - n mean^2 at 1e9 would be 0 or negative; the spread of 0, 1, 2 is 2.
    RegressionMetrics metrics = new RegressionMetrics(1);
    RegressionMetrics other = new RegressionMetrics(1);
    metrics.add(new double[] {1e9}, new double[] {1e9 + 1}, 1);
    metrics.add(new double[] {1e9 + 1}, new double[] {1e9 + 1}, 1);
    other.add(new double[] {1e9 + 2}, new double[] {1e9 + 2}, 1);
    // Means at 1e9 are rounded to 1e-7, which moves the spread by as much.
    assertThat(metrics.merge(other).r2(0)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void aConstantTargetIsExplainedWhollyOrNotAtAll() {
    RegressionMetrics exact = new RegressionMetrics(1);
    RegressionMetrics off = new RegressionMetrics(1);
    for (int i = 0; i < 3; i++) {
      exact.add(new double[] {0.1}, new double[] {0.1}, 1);
      off.add(new double[] {0.1}, new double[] {0.2}, 1);
    }
    assertThat(exact.r2(0)).isEqualTo(1);
    assertThat(off.r2(0)).isZero();
  }

  @Test
  void nothingIsMeasuredWithoutSamples() {
    RegressionMetrics empty = new RegressionMetrics(2).merge(new RegressionMetrics(2));
    assertThat(empty.rmse(0)).isNaN();
    assertThat(empty.mae(1)).isNaN();
    assertThat(empty.r2(0)).isNaN();
  }

  @Test
  void aPredictionThatIsNotANumberIsNotSwallowed() {
    RegressionMetrics metrics = new RegressionMetrics(1);
    metrics.add(new double[] {1}, new double[] {Double.NaN}, 1);
    assertThat(metrics.rmse(0)).isNaN();
    assertThat(metrics.mae(0)).isNaN();
  }

  @Test
  void sumsSurviveSerialisation() throws Exception {
    assertExpected(Serialized.copy(rows(0, SAMPLES)));
  }

  @Test
  void illegalUseIsRefusedWithItsReason() {
    RegressionMetrics metrics = new RegressionMetrics(2);
    assertThatThrownBy(() -> new RegressionMetrics(0))
        .hasMessage("Invalid number of outputs: 0 (expected 1 or more)");
    assertThatThrownBy(() -> metrics.add(new double[2], new double[3], 1))
        .hasMessage("Cannot add a sample: 2 targets and 3 predictions for 2 outputs");
    assertThatThrownBy(() -> metrics.merge(new RegressionMetrics(1)))
        .hasMessage("Cannot merge regression metrics: 2 and 1 outputs");
  }
}
