package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row's features come to: its non-zeros with their places, however they are stored. */
class FeatureHashTest {
  private static final long SEED = 7;

  private static FeatureHash dense(double... features) {
    return FeatureHash.ofDense(features, SEED);
  }

  /** Hashes the non-zeros alone, in any order, with some zeros among them. */
  private static FeatureHash sparse(double[] features, Random random) {
    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < features.length; i++) {
      if (features[i] != 0 || random.nextInt(4) == 0) {
        stored.add(i);
      }
    }
    Collections.shuffle(stored, random);
    int[] indices = stored.stream().mapToInt(i -> i).toArray();
    double[] values = stored.stream().mapToDouble(i -> features[i]).toArray();
    return FeatureHash.ofSparse(indices, values, SEED);
  }

  // Dense rows are taken in pieces of 64.
  @ParameterizedTest
  @CsvSource({"0", "1", "2", "63", "64", "65", "127", "128", "129", "784"})
  void doesNotDependOnHowTheRowIsStored(int width) {
    Random random = new Random(width);
    for (double zeros : new double[] {0, 0.1, 0.5, 0.97, 1}) {
      double[] features = new double[width];
      for (int i = 0; i < width; i++) {
        double zero = random.nextBoolean() ? 0.0 : -0.0;
        features[i] = random.nextDouble() < zeros ? zero : random.nextGaussian();
      }
      assertThat(sparse(features, random)).isEqualTo(dense(features));
    }
  }

  @Test
  void zerosOfEitherSignAreLeftOutWhereverTheyAre() {
    FeatureHash hash = dense(1, 0, 2);
    assertThat(dense(1, -0.0, 2)).isEqualTo(hash);
    assertThat(dense(1, 0, 2, 0, 0)).isEqualTo(hash);
    assertThat(dense(new double[100])).isEqualTo(dense());
    assertThat(FeatureHash.ofSparse(new int[] {2, 0}, new double[] {2, 1}, SEED)).isEqualTo(hash);
  }

  @Test
  void takesANonZeroWhoseColumnNoArrayReaches() {
    int[] last = {Integer.MAX_VALUE};
    FeatureHash hash = FeatureHash.ofSparse(last, new double[] {1}, SEED);
    assertThat(hash).isNotEqualTo(dense(1)).isNotEqualTo(dense());
    assertThat(FeatureHash.ofSparse(last, new double[] {0}, SEED)).isEqualTo(dense());
  }

  @Test
  void everyValueInEveryPlaceGivesOtherHalves() {
    Set<Long> high = new HashSet<>();
    Set<Long> low = new HashSet<>();
    double[] features = new double[300];
    for (int i = 0; i < features.length; i++) {
      for (int value = -100; value <= 100; value++) {
        features[i] = value == 0 ? Double.MIN_VALUE : value;
        FeatureHash hash = dense(features);
        high.add(hash.high());
        low.add(hash.low());
      }
      features[i] = 0;
    }
    // Among 60,300 random numbers of 64 bits two are equal once in 10^10 times.
    assertThat(high).hasSize(300 * 201);
    assertThat(low).hasSize(300 * 201);
  }

  @Test
  void everySetOfColumnsGivesOtherHalves() {
    Set<Long> high = new HashSet<>();
    Set<Long> low = new HashSet<>();
    int sets = 1 << 16;
    for (int set = 0; set < sets; set++) {
      double[] features = new double[16];
      for (int i = 0; i < 16; i++) {
        features[i] = set >>> i & 1;
      }
      FeatureHash hash = dense(features);
      high.add(hash.high());
      low.add(hash.low());
    }
    assertThat(high).hasSize(sets);
    assertThat(low).hasSize(sets);
  }

  @Test
  void exchangedAndMovedValuesGiveAnother() {
    FeatureHash hash = dense(1, 2, 0, 0);
    assertThat(dense(2, 1, 0, 0)).isNotEqualTo(hash);
    assertThat(dense(0, 1, 2, 0)).isNotEqualTo(hash);
    assertThat(dense(1, 0, 2, 0)).isNotEqualTo(hash);
    assertThat(dense(3, 0, 0, 0)).isNotEqualTo(hash);
  }

  @Test
  void oneBitOfAValueOrOnePlaceMovesHalfOfTheBits() {
    Random random = new Random(3);
    int trials = 2_000;
    long byBit = 0;
    long byPlace = 0;
    for (int n = 0; n < trials; n++) {
      double[] features = new double[20];
      int place = random.nextInt(19);
      features[place] = random.nextGaussian();
      FeatureHash hash = dense(features);
      double[] moved = new double[20];
      moved[place + 1] = features[place];
      byPlace += distance(hash, dense(moved));
      long flipped = Double.doubleToLongBits(features[place]) ^ 1L << random.nextInt(52);
      features[place] = Double.longBitsToDouble(flipped);
      byBit += distance(hash, dense(features));
    }
    // 128 fair coins have a deviation of 5.7: five deviations of the mean over all trials.
    assertThat((double) byBit / trials).isCloseTo(64, within(0.64));
    assertThat((double) byPlace / trials).isCloseTo(64, within(0.64));
  }

  private static int distance(FeatureHash a, FeatureHash b) {
    return Long.bitCount(a.high() ^ b.high()) + Long.bitCount(a.low() ^ b.low());
  }
}
