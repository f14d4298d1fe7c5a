package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mean and deviation of columns, whoever reads which rows, in whatever order it is merged. */
class MomentsPassTest {
  private static final RowLayout LAYOUT =
      new RowLayout(List.of(new Feature("a", 1), new Feature("v", 2), new Feature("b", 1)));

  private static final List<String> COLUMNS = List.of("v", "a");
  private static final int LEAVES = 13;
  private static final int ROWS_A_LEAF = 7;

  /** The leaf that has no rows. */
  private static final int EMPTY = 5;

  private final Random random = new Random(3);
  private final double[] raw = new double[LEAVES * ROWS_A_LEAF * LAYOUT.cells()];
  private final double[] weights = new double[LEAVES * ROWS_A_LEAF];

  MomentsPassTest() {
    for (int i = 0; i < raw.length; i++) {
      raw[i] = 1e3 * (i % LAYOUT.cells()) + random.nextGaussian();
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble();
    }
  }

  private Fitting fitting() {
    ColumnFit moments = new MomentsPass(LAYOUT, COLUMNS, RawCells.ofNumbers(raw), 0);
    ColumnFit done = new ColumnFit.Fitted(new Identity(LAYOUT, List.of("b")));
    return new Fitting(LAYOUT, List.of(done, moments));
  }

  private void addLeaf(int leaf, RowStatistics statistics) {
    statistics.startLeaf(leaf);
    for (int r = leaf * ROWS_A_LEAF; leaf != EMPTY && r < (leaf + 1) * ROWS_A_LEAF; r++) {
      statistics.add(RawCells.ofNumbers(raw), r * LAYOUT.cells(), weights[r]);
    }
  }

  private Preparation inOnePart() {
    Fitting fitting = fitting();
    RowStatistics all = fitting.statistics();
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      addLeaf(leaf, all);
    }
    return fitting.next(all, LEAVES).preparation().orElseThrow();
  }

  /** Deals the leaves to parts at random, and merges those two by two at random. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 13, 20})
  void anyPartsMergedInAnyOrderGiveTheSameBits(int count) {
    Preparation expected = inOnePart();
    for (int round = 0; round < 20; round++) {
      Fitting fitting = fitting();
      List<RowStatistics> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(fitting.statistics());
      }
      for (int leaf = 0; leaf < LEAVES; leaf++) {
        addLeaf(leaf, parts.get(random.nextInt(count)));
      }
      while (parts.size() > 1) {
        Collections.shuffle(parts, random);
        parts.add(parts.remove(0).merge(parts.remove(0)));
      }
      assertThat(fitting.next(parts.get(0), LEAVES).preparation()).hasValue(expected);
    }
  }

  @Test
  void meanAndDeviationAreThoseOfTheFormula() {
    Preparation preparation = inOnePart();
    assertThat(preparation.inputs()).isEqualTo(4);
    Standardization fitted = (Standardization) preparation.parts().get(1);
    int[] cells = {1, 2, 0};
    for (int j = 0; j < 3; j++) {
      assertThat(fitted.cell(j)).isEqualTo(cells[j]);
      double weight = 0;
      double mean = 0;
      for (int r = 0; r < weights.length; r++) {
        double w = r / ROWS_A_LEAF == EMPTY ? 0 : weights[r];
        weight += w;
        mean += w * raw[r * 4 + cells[j]];
      }
      mean /= weight;
      double variance = 0;
      for (int r = 0; r < weights.length; r++) {
        double w = r / ROWS_A_LEAF == EMPTY ? 0 : weights[r];
        double d = raw[r * 4 + cells[j]] - mean;
        variance += w * d * d;
      }
      // 84 rounded additions of numbers up to 2000, and of squares near 1.
      assertThat(fitted.mean(j)).isCloseTo(mean, within(1e-10));
      assertThat(fitted.deviation(j)).isCloseTo(Math.sqrt(variance / weight), within(1e-12));
    }
  }

  private static Standardization ofOneColumn(double... values) {
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1)));
    RawCells cells = RawCells.ofNumbers(values);
    ColumnFit.Pass pass = new MomentsPass(layout, List.of("x"), cells, 0);
    ColumnStatistics all = pass.statistics();
    all.startLeaf(0);
    for (int r = 0; r < values.length; r++) {
      all.add(cells, r, 1);
    }
    return (Standardization) ((ColumnFit.Fitted) pass.fit(all, 1)).preparations().get(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 7.3, -1e300, 1e-310, Double.MAX_VALUE})
  void aColumnThatNeverVariesIsOnlyShifted(double value) {
    Standardization fitted = ofOneColumn(value, value, value);
    assertThat(fitted.mean(0)).isEqualTo(value);
    assertThat(fitted.deviation(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e200, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aColumnWithoutAFiniteDeviationIsRefusedByName(double value) {
    assertThatThrownBy(() -> ofOneColumn(1, 2, value))
        .isInstanceOf(PreparationException.class)
        .hasMessageStartingWith("column x has the mean ")
        .hasMessageEndingWith(
            " (expected finite numbers): its values are too large to be standardized");
    assertThatThrownBy(() -> ofOneColumn(value, 2, 1)).isInstanceOf(PreparationException.class);
  }

  @Test
  void aLeafThatIsMissingOrAddedTwiceIsRefused() {
    Fitting fitting = fitting();
    RowStatistics some = fitting.statistics();
    addLeaf(0, some);
    addLeaf(2, some);
    assertThatThrownBy(() -> fitting.next(some, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot total: 2 leaves of 3");
    RowStatistics other = fitting.statistics();
    addLeaf(0, other);
    addLeaf(1, other);
    assertThatThrownBy(() -> fitting.next(some.merge(other), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot total: 4 leaves of 3");
    assertThatThrownBy(() -> fitting.next(fitting.statistics(), 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPassIsDueUntilEveryPartIsFitted() {
    assertThat(fitting().preparation()).isEmpty();
    ColumnFit done = new ColumnFit.Fitted(new Identity(LAYOUT, LAYOUT.names()));
    assertThat(new Fitting(LAYOUT, List.of(done)).preparation())
        .hasValue(Preparation.identity(LAYOUT));
  }
}
