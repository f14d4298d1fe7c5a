package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdScanTest {
  private record Sample(double score, int target, double weight) {}

  private static Sample[] samples(long seed) {
    Random random = new Random(seed);
    Sample[] samples = new Sample[150];
    for (int i = 0; i < samples.length; i++) {
      int target = random.nextInt(4) == 0 ? 1 : 0;
      double score = Math.rint(40 * Math.min(1, 0.3 * target + 0.7 * random.nextDouble())) / 40;
      samples[i] = new Sample(score, target, 1 + random.nextInt(3));
    }
    return samples;
  }

  /** The metric of the catalogue at a threshold. */
  private static double value(ThresholdMetric metric, Sample[] samples, double threshold) {
    ClassificationMetrics metrics = new ClassificationMetrics(2);
    for (Sample s : samples) {
      double[] p = {1 - s.score, s.score};
      metrics.add(s.target, s.score > threshold ? 1 : 0, p, s.weight);
    }
    return metric.metric().value(0, metrics, RankMetrics.NONE);
  }

  private static double chosen(ThresholdMetric metric, Sample... samples) {
    RankedRunBuilder builder = new RankedRunBuilder();
    double[] weights = new double[2];
    for (Sample s : samples) {
      builder.add(RankedRun.ofScore(s.score, s.target == 1), s.weight);
      weights[s.target] += s.weight;
    }
    ThresholdScan thresholds = new ThresholdScan(metric, weights[0], weights[1]);
    ScoreScan scan = new ScoreScan(thresholds);
    scan.accept(builder.build());
    scan.end();
    return thresholds.threshold().orElse(Double.NaN);
  }

  @ParameterizedTest
  @EnumSource(ThresholdMetric.class)
  void noOtherThresholdHasABetterValueOfTheMetric(ThresholdMetric metric) {
    for (int seed = 0; seed < 10; seed++) {
      Sample[] samples = samples(seed);
      double best = value(metric, samples, chosen(metric, samples));
      for (int i = -1; i <= 41; i++) {
        double other = value(metric, samples, i / 40.0 + 1.0 / 80);
        // Sums of whole numbers; only the last quotient is rounded.
        assertThat(best).isGreaterThanOrEqualTo(other - 1e-15);
      }
    }
  }

  @Test
  void theThresholdLiesBetweenTwoScores() {
    Sample low = new Sample(0.1, 0, 1);
    Sample high = new Sample(0.3, 1, 1);
    assertThat(chosen(ThresholdMetric.ACCURACY, low, high)).isCloseTo(0.2, within(1e-15));
    // One half is taken where it does.
    assertThat(chosen(ThresholdMetric.ACCURACY, low, new Sample(0.9, 1, 1))).isEqualTo(0.5);
    // It is below the score that is predicted, however near the next one is.
    double next = Math.nextUp(0.1);
    assertThat(chosen(ThresholdMetric.F1, low, new Sample(next, 1, 1))).isEqualTo(0.1);
  }

  @Test
  void everySampleOrNoneCanBeTheBestPrediction() {
    Sample wrong = new Sample(0.9, 0, 1);
    Sample right = new Sample(0.2, 1, 5);
    assertThat(chosen(ThresholdMetric.F1, wrong, right)).isCloseTo(0.1, within(1e-15));
    assertThat(chosen(ThresholdMetric.ACCURACY, new Sample(0.8, 0, 1), new Sample(0.3, 0, 1)))
        .isCloseTo(0.9, within(1e-15));
    // A score of 1 is not above any threshold but those below it.
    assertThat(chosen(ThresholdMetric.ACCURACY, new Sample(1, 0, 1))).isEqualTo(1);
  }

  @Test
  void withoutSamplesThereIsNoThreshold() {
    assertThat(chosen(ThresholdMetric.ACCURACY)).isNaN();
  }
}
