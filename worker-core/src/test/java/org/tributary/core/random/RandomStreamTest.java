package org.tributary.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomStreamTest {
  private static final int N = 1_000_000;

  /** The expected numbers are those of {@code src/test/resources/random/golden.py}. */
  @ParameterizedTest
  @CsvSource({
    "0, weights, 0, 0.7970682016060111, 0.1720101277821332, 0.8410743786766589",
    "42, weights, 1, 0.536638415745112, 0.1710543711690966, 0.5013574096709484",
    "42, split, 1, 0.897268480454778, 0.3693017836439896, 0.7987262875132896",
    "-1, '', -7, 0.36463407617920385, 0.5797040804384984, 0.9429601090945378"
  })
  void firstNumbersAreFixedForever(
      long seed, String purpose, long index, double first, double second, double third) {
    RandomStream stream = RandomStream.of(seed, purpose, index);
    assertThat(stream.uniform()).isEqualTo(first);
    assertThat(stream.uniform()).isEqualTo(second);
    assertThat(stream.uniform()).isEqualTo(third);
  }

  @Test
  void streamsOfDifferentKeysShareNoNumber() {
    Set<Double> seen = new HashSet<>();
    int drawn = 0;
    for (long seed = -1; seed <= 1; seed++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba", "weights"}) {
        for (long index = -2; index < 30; index++) {
          RandomStream stream = RandomStream.of(seed, purpose, index);
          for (int i = 0; i < 20; i++) {
            seen.add(stream.uniform());
            drawn++;
          }
        }
      }
    }
    // 11520 of 2^53 numbers: two alike by chance once in 10^8.
    assertThat(seen).hasSize(drawn);
  }

  @ParameterizedTest
  @CsvSource({"weights, 0, weights, 1", "weights, 0, split, 0", "step, 7, step, 8"})
  void streamsOfNeighboursAreUncorrelated(String purpose, long index, String other, long next) {
    RandomStream x = RandomStream.of(42, purpose, index);
    RandomStream y = RandomStream.of(42, other, next);
    double products = 0;
    for (int i = 0; i < N; i++) {
      products += (x.uniform() - 0.5) * (y.uniform() - 0.5);
    }
    // The correlation of n independent pairs deviates by 1/sqrt(n) = 0.001; four of those.
    assertThat(12 * products / N).isCloseTo(0, within(4e-3));
  }

  @Test
  void uniformNumbersHaveTheMomentsOfTheirDistribution() {
    RandomStream stream = RandomStream.of(1, "uniform", 0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < N; i++) {
      double u = stream.uniform(3);
      assertThat(u >= -3 && u < 3).isTrue();
      sum += u;
      squares += u * u;
    }
    // Standard errors: sqrt(3/n) = 0.0017 and sqrt((81/5 - 9)/n) = 0.0027; four of each.
    assertThat(sum / N).isCloseTo(0, within(0.007));
    assertThat(squares / N).isCloseTo(3, within(0.011));
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheirDistribution() {
    RandomStream stream = RandomStream.of(1, "normal", 0);
    double[] moments = new double[5];
    double neighbours = 0;
    double last = 0;
    for (int i = 0; i < N; i++) {
      double x = stream.normal();
      for (int p = 1; p <= 4; p++) {
        moments[p] += Math.pow(x, p) / N;
      }
      neighbours += last * x / N;
      last = x;
    }
    // Standard errors for n = 1e6: sqrt of 1, 2, 15, 96 over 1000; four of each.
    assertThat(moments[1]).isCloseTo(0, within(0.004));
    assertThat(moments[2]).isCloseTo(1, within(0.006));
    assertThat(moments[3]).isCloseTo(0, within(0.016));
    assertThat(moments[4]).isCloseTo(3, within(0.040));
    // The polar method yields pairs: they must be independent too.
    assertThat(neighbours).isCloseTo(0, within(0.004));
  }

  @Test
  void wholeNumbersCoverTheirRangeEvenly() {
    RandomStream stream = RandomStream.of(1, "below", 0);
    int[] counts = new int[7];
    for (int i = 0; i < N; i++) {
      counts[stream.below(7)]++;
    }
    for (int count : counts) {
      // Standard deviation sqrt(n 1/7 6/7) = 350; four of those.
      assertThat(count).isCloseTo(N / 7, within(1400));
    }
  }
}
