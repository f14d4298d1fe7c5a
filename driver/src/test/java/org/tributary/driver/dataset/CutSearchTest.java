package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tributary.driver.spec.SplitSpec;

class CutSearchTest {
  private record Row(String stratum, long position) {}

  private final AtomicInteger passes = new AtomicInteger();

  /** Counts rows in three parts, which are merged. */
  private Cuts cuts(List<Row> rows, double holdout, double validation) {
    Split split = new Split(holdout, validation, SplitSpec.byRow());
    return CutSearch.of(
        split,
        empty -> {
          passes.incrementAndGet();
          CutSearch.Counts sum = empty.empty();
          for (int part = 0; part < 3; part++) {
            CutSearch.Counts counts = empty.empty();
            for (int i = part; i < rows.size(); i += 3) {
              counts.add(rows.get(i).stratum(), rows.get(i).position(), 1);
            }
            sum.merge(counts);
          }
          return sum;
        });
  }

  private static long count(List<Row> rows, Cuts cuts, Side side) {
    return rows.stream().filter(row -> cuts.side(row.stratum(), row.position()) == side).count();
  }

  private static List<Row> random(String stratum, int rows) {
    Random random = new Random(rows);
    List<Row> some = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      some.add(new Row(stratum, random.nextLong()));
    }
    return some;
  }

  @Test
  void everyStratumHasItsSharesExactly() {
    List<Row> many = random("a", 999);
    List<Row> few = random("b", 10);
    List<Row> one = random("c", 1);
    List<Row> all = new ArrayList<>(many);
    all.addAll(few);
    all.addAll(one);
    Cuts cuts = cuts(all, 0.2, 0.25);
    assertThat(count(many, cuts, Side.HOLDOUT)).isEqualTo(200);
    assertThat(count(many, cuts, Side.VALIDATION)).isEqualTo(200);
    assertThat(count(few, cuts, Side.HOLDOUT)).isEqualTo(2);
    assertThat(count(few, cuts, Side.VALIDATION)).isEqualTo(2);
    assertThat(count(one, cuts, Side.TRAINING)).isEqualTo(1);
    assertThat(passes.get()).isLessThanOrEqualTo(4);
  }

  @Test
  void samplesOfOnePositionStayTogether() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Row(Cuts.ALL, -1L - i / 30));
    }
    // 30 rows each of the three highest positions and 10 of the lowest.
    Cuts cuts = cuts(rows, 0.2, 0);
    assertThat(count(rows, cuts, Side.HOLDOUT)).isEqualTo(40);
    assertThat(count(rows, cuts, Side.TRAINING)).isEqualTo(60);
    assertThat(passes.get()).isEqualTo(8);
  }

  @Test
  void aShareThatComesToNoRowTakesNone() {
    List<Row> rows = random(Cuts.ALL, 4);
    Cuts cuts = cuts(rows, 0.1, 0);
    assertThat(count(rows, cuts, Side.TRAINING)).isEqualTo(4);
  }

  @Test
  void aCutBehindTheHighestPositionsIsFound() {
    List<Row> rows = List.of(new Row(Cuts.ALL, -2), new Row(Cuts.ALL, -3));
    Cuts cuts = cuts(rows, 0.9, 0);
    assertThat(count(rows, cuts, Side.HOLDOUT)).isEqualTo(2);
  }

  @Test
  void sharesOfUniformPositionsHoldInExpectation() {
    List<Row> rows = random(Cuts.ALL, 10_000);
    Cuts cuts = Cuts.ofShares(new Split(0.25, 0.2, SplitSpec.byRow()));
    // Five deviations of each share.
    assertThat(count(rows, cuts, Side.HOLDOUT)).isBetween(2283L, 2717L);
    assertThat(count(rows, cuts, Side.VALIDATION)).isBetween(1321L, 1679L);
  }
}
