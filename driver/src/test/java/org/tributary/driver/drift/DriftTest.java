package org.tributary.driver.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tributary.core.preparation.Encoding;

class DriftTest {
  private static final CountedColumn NUMBER = new CountedColumn("x", 0, Encoding.Plain.NUMBER);

  /** Counts numbers in bins that follow from other numbers. */
  private static Distribution counted(List<Double> cells, double[] edges) {
    BinCounts counts = new BinCounts(NUMBER, edges);
    cells.forEach(counts::add);
    return new Distribution.Numbers(
        java.util.Arrays.stream(edges).boxed().toList(),
        java.util.Arrays.stream(counts.counts()).boxed().toList());
  }

  private static double[] edges(List<Double> cells) {
    ValueSample sample = new ValueSample(NUMBER, 4096);
    cells.forEach(sample::add);
    return sample.edges(Distribution.BINS);
  }

  private static List<Double> normal(long seed, int rows, double mean) {
    Random random = new Random(seed);
    return IntStream.range(0, rows).mapToObj(i -> mean + random.nextGaussian()).toList();
  }

  private static Drift drift(List<Double> before, List<Double> after) {
    double[] edges = edges(before);
    return Drift.of(counted(before, edges), counted(after, edges));
  }

  @Test
  void indexIsThatOfTheDefinition() {
    // Shares 1/2 and 1/2, then 3/4 and 1/4, of so many rows that half a count changes nothing.
    double psi = Drift.psi(List.of(5_000_000L, 5_000_000L), List.of(7_500_000L, 2_500_000L));
    double expected = (0.5 - 0.75) * Math.log(0.5 / 0.75) + (0.5 - 0.25) * Math.log(0.5 / 0.25);
    assertThat(psi).isCloseTo(expected, within(1e-6));
    assertThat(Drift.psi(List.of(3L, 4L), List.of(3L, 4L))).isZero();
  }

  @Test
  void pValuesAreThoseOfTables() {
    // Critical values of the Kolmogorov distribution: K(1.3581) = 0.95, K(1.6276) = 0.99; with
    // 10^9 rows in each sample the correction is negligible.
    long rows = 1_000_000_000L;
    double unit = Math.sqrt(2.0 / rows);
    assertThat(Drift.kolmogorov(1.3581 * unit, rows, rows)).isCloseTo(0.05, within(1e-4));
    assertThat(Drift.kolmogorov(1.6276 * unit, rows, rows)).isCloseTo(0.01, within(1e-4));
    assertThat(Drift.kolmogorov(0, 10, 10)).isEqualTo(1);
    assertThat(Drift.kolmogorov(1, rows, rows)).isZero();
  }

  @Test
  void chiSquaredIsThatOfAnExample() {
    // 10, 20, 30 and 20, 20, 20: statistic 5.3333 with two degrees of freedom, p = exp(-x/2).
    double[] test = Drift.chiSquared(List.of(10L, 20L, 30L), List.of(20L, 20L, 20L));
    assertThat(test[0]).isCloseTo(16.0 / 3, within(1e-12));
    assertThat(test[1]).isCloseTo(Math.exp(-8.0 / 3), within(1e-12));
    assertThat(Drift.chiSquared(List.of(7L), List.of(9L))[1]).isEqualTo(1);
  }

  @Test
  void theSameDistributionHasASmallIndexAndNoSmallPValue() {
    Drift drift = drift(normal(1, 20_000, 0), normal(2, 20_000, 0));
    assertThat(drift.psi()).isLessThan(0.01);
    assertThat(drift.pValue()).isGreaterThan(0.01);
  }

  @Test
  void ofManyRowsASmallShiftIsSignificantAndItsIndexSmall() {
    Drift drift = drift(normal(1, 200_000, 0), normal(2, 200_000, 0.05));
    assertThat(drift.pValue()).isLessThan(1e-6);
    assertThat(drift.psi()).isLessThan(0.05);
  }

  @Test
  void ofFewRowsTheIndexIsLargeByChanceAndThePValueNot() {
    Drift drift = drift(normal(1, 20_000, 0), normal(5, 12, 0));
    assertThat(drift.psi()).isGreaterThan(0.25);
    assertThat(drift.pValue()).isGreaterThan(0.001);
  }

  @Test
  void aShiftOfOneDeviationIsDrift() {
    Drift drift = drift(normal(1, 2000, 0), normal(2, 2000, 1));
    assertThat(drift.psi()).isGreaterThan(0.5);
    assertThat(drift.pValue()).isLessThan(1e-12);
  }

  @Test
  void aConstantColumnThatChangesIsDrift() {
    for (double other : new double[] {-1, 4}) {
      Drift drift = drift(Collections.nCopies(500, 3.0), Collections.nCopies(500, other));
      assertThat(drift.psi()).isGreaterThan(1);
      assertThat(drift.pValue()).isLessThan(1e-12);
    }
  }

  @Test
  void countsDoNotDependOnTheOrderOrTheParts() {
    List<Double> cells = new ArrayList<>(normal(3, 30_000, 0));
    double[] whole = edges(cells);
    Collections.shuffle(cells, new Random(4));
    ValueSample first = new ValueSample(NUMBER, 4096);
    ValueSample second = new ValueSample(NUMBER, 4096);
    cells.subList(0, 777).forEach(second::add);
    cells.subList(777, cells.size()).forEach(first::add);
    first.merge(second);
    assertThat(first.edges(Distribution.BINS)).containsExactly(whole);
    assertThat(whole.length).isLessThanOrEqualTo(Distribution.BINS + 2);
  }

  @Test
  void namesAreCountedHoweverManyThereAreIfTheyAreListed() {
    NameCounts few = new NameCounts(10, List.of("a"));
    NameCounts many = new NameCounts(10, List.of("a"));
    few.add("a");
    few.add(null);
    IntStream.range(0, 50).forEach(i -> many.add("n" + i));
    many.add("a");
    many.merge(few);
    assertThat(many.hasTooMany()).isTrue();
    assertThat(many.names()).containsOnly(java.util.Map.entry("a", 2L));
    assertThat(many.missing()).isEqualTo(1);
    Distribution.Names counted = Distribution.Names.of(List.of("a"), many);
    assertThat(counted.counts()).containsExactly(2L, 50L);
  }

  @Test
  void distanceIsTheLargestOfTheCumulativeShares() {
    assertThat(Drift.distance(List.of(1L, 1L), List.of(2L, 0L))).isEqualTo(0.5);
  }
}
