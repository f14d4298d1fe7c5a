package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class ColumnSuspicionTest {
  private static final int ROWS = 200;

  /** Tells whether values are found to tell labels, merged from parts after a first look. */
  private static boolean tells(
      boolean classes, List<Double> values, DoubleFunction<Object> labelOf) {
    ColumnSuspicion first = new ColumnSuspicion(0, true, classes);
    for (double value : values.subList(0, 30)) {
      first.add(value, labelOf.apply(value));
    }
    ColumnSuspicion all = first.ofAllRows();
    for (int part = 0; part < 4; part++) {
      ColumnSuspicion some = first.ofAllRows();
      for (int i = part; i < values.size(); i += 4) {
        some.add(values.get(i), labelOf.apply(values.get(i)));
      }
      all.merge(some);
    }
    return all.tellsLabel();
  }

  private static List<Double> normal() {
    Random random = new Random(4);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      values.add(random.nextGaussian());
    }
    return values;
  }

  private static List<Double> codes(int codes) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      values.add((double) (i * 7 % codes));
    }
    return values;
  }

  @Test
  void valuesOfOneLabelEachTellIt() {
    assertThat(tells(true, codes(6), x -> x % 2 == 0 ? "even" : "odd")).isTrue();
    assertThat(tells(false, codes(6), x -> x * x)).isTrue();
  }

  @Test
  void aRowOfAnotherLabelClearsTheColumn() {
    List<Double> values = codes(6);
    int[] seen = {0};
    assertThat(tells(true, values, x -> x % 2 == 0 || seen[0]++ == 40 ? "even" : "odd")).isFalse();
  }

  @Test
  void manyValuesTellNothing() {
    assertThat(tells(true, codes(100), x -> x % 2 == 0 ? "even" : "odd")).isFalse();
    assertThat(tells(false, normal(), x -> x * x)).isFalse();
  }

  @Test
  void classesInRangesOfTheirOwnAreTold() {
    assertThat(tells(true, normal(), x -> x > 0.3 ? "high" : "low")).isTrue();
    assertThat(tells(true, normal(), x -> Math.abs(x) > 0.3 ? "far" : "near")).isFalse();
  }

  @Test
  void aLinearFunctionIsTold() {
    assertThat(tells(false, normal(), x -> 3 - 0.01 * x)).isTrue();
    assertThat(tells(false, normal(), x -> 3 - 0.01 * x + 1e-3 * Math.sin(100 * x))).isFalse();
  }

  @Test
  void oneLabelIsNotTold() {
    assertThat(tells(true, codes(6), x -> "all")).isFalse();
    assertThat(tells(false, normal(), x -> 5.0)).isFalse();
  }

  @Test
  void distinctWholeNumbersMayBeIdentifiers() {
    ColumnSuspicion column = new ColumnSuspicion(0, true, true);
    for (int i = 0; i < 50; i++) {
      column.add(1000 + i, i % 2 == 0 ? "a" : "b");
    }
    assertThat(column.mayBeIdentifier()).isTrue();
    column.add(1003, "a");
    assertThat(column.mayBeIdentifier()).isFalse();
  }

  @Test
  void fractionsAndOtherKindsAreNoIdentifiers() {
    ColumnSuspicion fraction = new ColumnSuspicion(0, true, true);
    fraction.add(0.5, "a");
    assertThat(fraction.mayBeIdentifier()).isFalse();
    ColumnSuspicion date = new ColumnSuspicion(0, false, true);
    date.add(20_000, "a");
    assertThat(date.mayBeIdentifier()).isFalse();
  }
}
