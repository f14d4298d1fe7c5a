package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedRunTest {
  private record Sample(double score, boolean positive, double weight) {}

  private static List<Sample> samples(int count, boolean weighted) {
    Random random = new Random(count);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean positive = random.nextInt(3) == 0;
      double score = Math.rint(50 * (random.nextDouble() + (positive ? 1 : 0.6)) / 2) / 50;
      samples.add(new Sample(score, positive, weighted ? random.nextInt(4) * 0.3 : 1));
    }
    return samples;
  }

  private static RankedRun run(List<Sample> samples) {
    RankedRunBuilder builder = new RankedRunBuilder();
    samples.forEach(s -> builder.add(RankedRun.ofScore(s.score, s.positive), s.weight));
    return builder.build();
  }

  private static RankCurves curves(RankedRun run) {
    RankCurves curves = new RankCurves();
    ScoreScan scan = new ScoreScan(curves);
    scan.accept(run);
    scan.end();
    return curves;
  }

  /** The probability that a positive sample has the higher score, over all pairs. */
  private static double byPairs(List<Sample> samples) {
    double wins = 0;
    double pairs = 0;
    for (Sample p : samples) {
      for (Sample n : samples) {
        if (p.positive && !n.positive) {
          double weight = p.weight * n.weight;
          pairs += weight;
          wins += p.score > n.score ? weight : p.score == n.score ? weight / 2 : 0;
        }
      }
    }
    return wins / pairs;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theRocAucIsThatOfAllPairs(boolean weighted) {
    List<Sample> samples = samples(500, weighted);
    // Half a million products, each rounded to 1e-16.
    assertThat(curves(run(samples)).rocAuc()).isCloseTo(byPairs(samples), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void curvesHaveTheSameBitsHoweverTheSamplesAreDivided(boolean weighted) {
    List<Sample> samples = samples(3000, weighted);
    RankCurves expected = curves(run(samples));
    Random random = new Random(1);
    for (int parts : new int[] {1, 2, 3, 7, 40}) {
      Collections.shuffle(samples, random);
      List<RankedRun> runs = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        runs.add(
            run(samples.subList(i * samples.size() / parts, (i + 1) * samples.size() / parts)));
      }
      RankedRun merged = RankedRun.merged(runs);
      assertThat(curves(merged).rocAuc()).isEqualTo(expected.rocAuc());
      assertThat(curves(merged).averagePrecision()).isEqualTo(expected.averagePrecision());
      assertThat(merged.length()).isEqualTo(run(samples).length());
    }
  }

  @Test
  void aRunThatIsReadInPiecesGivesTheSameBits() {
    List<Sample> samples = samples(1000, true);
    RankCurves curves = new RankCurves();
    ScoreScan scan = new ScoreScan(curves);
    // Both pieces have samples of the score in the middle.
    scan.accept(run(samples.stream().filter(s -> s.score > 0.6).toList()));
    scan.accept(run(samples.stream().filter(s -> s.score == 0.6 && s.positive).toList()));
    scan.accept(run(samples.stream().filter(s -> s.score == 0.6 && !s.positive).toList()));
    scan.accept(run(samples.stream().filter(s -> s.score < 0.6).toList()));
    scan.end();
    assertThat(curves.rocAuc()).isEqualTo(curves(run(samples)).rocAuc());
  }

  @Test
  void equalSamplesAreKeptOnce() {
    RankedRunBuilder builder = new RankedRunBuilder();
    for (int i = 0; i < 3_000_000; i++) {
      builder.add(RankedRun.ofScore(i % 5 / 4.0, i % 2 == 0), 1);
    }
    assertThat(builder.build().length()).isEqualTo(10);
    assertThat(curves(builder.build()).rocAuc()).isEqualTo(0.5);
  }

  @Test
  void samplesOfOneKindHaveNoRocCurve() {
    List<Sample> positive = List.of(new Sample(0.2, true, 1), new Sample(-0.0, true, 1));
    assertThat(curves(run(positive)).rocAuc()).isNaN();
    assertThat(curves(run(positive)).averagePrecision()).isEqualTo(1);
    assertThat(curves(run(List.of(new Sample(0.2, false, 1)))).averagePrecision()).isNaN();
    assertThat(curves(RankedRun.EMPTY).rocAuc()).isNaN();
    // A sample without weight is none.
    assertThat(curves(run(List.of(new Sample(0.2, true, 0)))).averagePrecision()).isNaN();
  }

  private static double median(double... sizesAndWeights) {
    RankedRunBuilder builder = new RankedRunBuilder();
    double weight = 0;
    for (int i = 0; i < sizesAndWeights.length; i += 2) {
      builder.add(RankedRun.ofSize(sizesAndWeights[i]), sizesAndWeights[i + 1]);
      weight += sizesAndWeights[i + 1];
    }
    MedianScan scan = new MedianScan(weight);
    scan.accept(builder.build());
    return scan.median();
  }

  @Test
  void theMedianHasHalfOfTheWeightOnEitherSide() {
    assertThat(median(3, 1, 1, 1, 2, 1)).isEqualTo(2);
    assertThat(median(3, 1, 1, 1, 2, 1, 10, 1)).isEqualTo(2.5);
    assertThat(median(7, 1, 7, 1)).isEqualTo(7);
    assertThat(median(0, 1)).isZero();
    assertThat(median(1, 5, 2, 1, 3, 1)).isEqualTo(1);
    assertThat(median(1, 1.5, 2, 1.5, 1e9, 0)).isEqualTo(1.5);
    assertThat(median()).isNaN();
  }
}
