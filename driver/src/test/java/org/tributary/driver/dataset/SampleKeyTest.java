package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The canonical place of a sample: a function of its content and the seed, and of nothing else. */
class SampleKeyTest {
  private static Sample sample(double a, double b, String label, double weight) {
    return new Sample(new double[] {a, b}, label, new double[0], weight);
  }

  @Test
  void equalSamplesHaveEqualKeys() {
    assertThat(SampleKey.of(sample(1, 2, "x", 1), 7))
        .isEqualTo(SampleKey.of(sample(1, 2, "x", 1), 7));
    assertThat(SampleKey.of(sample(0.0, 2, "x", 1), 7))
        .isEqualTo(SampleKey.of(sample(-0.0, 2, "x", 1), 7));
  }

  @Test
  void anyDifferenceChangesTheKey() {
    SampleKey key = SampleKey.of(sample(1, 2, "x", 1), 7);
    assertThat(SampleKey.of(sample(2, 1, "x", 1), 7)).isNotEqualTo(key);
    assertThat(SampleKey.of(sample(1, Math.nextUp(2.0), "x", 1), 7)).isNotEqualTo(key);
    assertThat(SampleKey.of(sample(1, 2, "y", 1), 7)).isNotEqualTo(key);
    assertThat(SampleKey.of(sample(1, 2, "x", 2), 7)).isNotEqualTo(key);
    assertThat(SampleKey.of(sample(1, 2, "x", 1), 8)).isNotEqualTo(key);
  }

  @Test
  void aRowHasOneKeyWhetherItIsStoredDenseOrSparse() {
    double[] targets = {3, -0.0};
    Sample dense = new Sample(new double[] {0, 5, 0, -2, -0.0}, "", targets, 0.5);
    FeatureHash sparse = FeatureHash.ofSparse(new int[] {1, 3}, new double[] {5, -2}, 7);
    SampleKey key = SampleKey.of(dense, 7);
    assertThat(SampleKey.of(sparse, "", targets, 0.5)).isEqualTo(key);
    assertThat(SampleKey.of(sparse, "", new double[] {3, 0}, 0.5)).isEqualTo(key);
    assertThat(SampleKey.of(sparse, "", new double[] {0, 3}, 0.5)).isNotEqualTo(key);
    assertThat(SampleKey.of(sparse, "", targets, 1)).isNotEqualTo(key);
    assertThat(SampleKey.of(sparse, "x", targets, 0.5)).isNotEqualTo(key);
  }

  @Test
  void targetsAreNotTakenForFeatures() {
    SampleKey key = SampleKey.of(new Sample(new double[] {1, 2}, "", new double[] {3}, 1), 7);
    assertThat(SampleKey.of(new Sample(new double[] {1}, "", new double[] {2, 3}, 1), 7))
        .isNotEqualTo(key);
    assertThat(SampleKey.of(new Sample(new double[] {1, 2, 3}, "", new double[0], 1), 7))
        .isNotEqualTo(key);
  }

  @Test
  void leavesAscendWithTheOrderAndAreEvenlyFilled() {
    Random random = new Random(1);
    int leaves = 7;
    int n = 70_000;
    int[] filled = new int[leaves];
    TreeSet<SampleKey> sorted = new TreeSet<>();
    for (int i = 0; i < n; i++) {
      SampleKey key = SampleKey.of(sample(random.nextGaussian(), i, "", 1), 3);
      filled[key.leaf(leaves)]++;
      sorted.add(key);
    }
    int last = 0;
    for (SampleKey key : sorted) {
      assertThat(key.leaf(leaves)).isBetween(last, leaves - 1);
      last = key.leaf(leaves);
    }
    for (int count : filled) {
      // 10,000 expected with a deviation of 93: five deviations.
      assertThat(count).isCloseTo(10_000, within(465));
    }
  }

  @Test
  void holdsOutTheShareAskedForApartFromTheOrder() {
    int n = 50_000;
    int[] holdout = new int[2];
    int[] all = new int[2];
    for (int i = 0; i < n; i++) {
      SampleKey key = SampleKey.of(sample(i, 0, "", 1), 3);
      int half = key.leaf(2);
      all[half]++;
      holdout[half] += place(key) < 0.2 ? 1 : 0;
      assertThat(place(key)).isBetween(0.0, Math.nextDown(1.0));
    }
    for (int half = 0; half < 2; half++) {
      // Deviation of the share over 25,000 rows: 0.0025; five of them.
      assertThat(holdout[half] / (double) all[half]).isCloseTo(0.2, within(0.0125));
    }
  }

  @Test
  void rowsOfFewNonZerosAreSpreadEvenlyToo() {
    int columns = 300;
    int n = 0;
    int holdout = 0;
    int[] filled = new int[8];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        FeatureHash pair = FeatureHash.ofSparse(new int[] {j, i}, new double[] {1, 1}, 3);
        SampleKey key = SampleKey.of(pair, "", new double[0], 1);
        n++;
        holdout += place(key) < 0.2 ? 1 : 0;
        filled[key.leaf(8)]++;
      }
    }
    // Five deviations of a binomial share.
    assertThat((double) holdout / n).isCloseTo(0.2, within(5 * Math.sqrt(0.2 * 0.8 / n)));
    for (int count : filled) {
      assertThat((double) count / n).isCloseTo(1.0 / 8, within(5 * Math.sqrt(7.0 / 64 / n)));
    }
  }

  /** Returns the place of the first copy of a sample, from 0 to below 1. */
  private static double place(SampleKey key) {
    return (SampleKey.place(key.low(), 0) >>> 11) * 0x1.0p-53;
  }
}
