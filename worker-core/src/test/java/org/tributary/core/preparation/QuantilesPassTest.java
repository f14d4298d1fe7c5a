package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of columns of very different values, with few counters and with many. */
class QuantilesPassTest {
  private static final int COLUMNS = 7;
  private static final int ROWS = 401;
  private static final double[] LEVELS = {0, 0.1, 0.25, 0.5, 0.9, 1};
  private static final RowLayout LAYOUT = new RowLayout(List.of(new Feature("v", COLUMNS)));

  private final double[] cells = new double[ROWS * COLUMNS];

  QuantilesPassTest() {
    Random random = new Random(5);
    for (int r = 0; r < ROWS; r++) {
      double[] row = {
        (float) random.nextGaussian(),
        random.nextInt(3) - 1,
        (float) Math.exp(20 * random.nextGaussian()),
        Double.NaN,
        7,
        random.nextInt(4) == 0 ? Double.NaN : r,
        (float) -random.nextDouble()
      };
      System.arraycopy(row, 0, cells, r * COLUMNS, COLUMNS);
    }
  }

  /** The quantiles, with how many passes they took, and the most counters of a pass. */
  private record Found(List<double[]> quantiles, int passes, long counters) {}

  private Found found(QuantilesPass.Between between, int mostCounters) {
    double[][][] result = new double[1][][];
    ColumnFit fit =
        new QuantilesPass(
            LAYOUT,
            List.of("v"),
            LEVELS,
            between,
            quantiles -> {
              result[0] = quantiles;
              return new ColumnFit.Fitted(List.of());
            },
            mostCounters);
    int passes = 0;
    long counters = 0;
    while (fit instanceof ColumnFit.Pass pass) {
      ColumnStatistics odd = pass.statistics();
      ColumnStatistics even = pass.statistics();
      odd.startLeaf(0);
      even.startLeaf(1);
      for (int r = 0; r < ROWS; r++) {
        (r % 2 == 0 ? even : odd).add(RawCells.ofNumbers(cells), r * COLUMNS, 1);
      }
      counters = Math.max(counters, ((DigitCounts) even).counters());
      fit = pass.fit(even.merge(odd), 2);
      passes++;
    }
    return new Found(List.of(result[0]), passes, counters);
  }

  private double expected(int column, double level, QuantilesPass.Between between) {
    double[] sorted =
        IntStream.range(0, ROWS)
            .mapToDouble(r -> cells[r * COLUMNS + column])
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double h = level * (sorted.length - 1);
    int below = (int) h;
    double next = sorted[Math.min(below + 1, sorted.length - 1)];
    return between == QuantilesPass.Between.BELOW
        ? sorted[below]
        : sorted[below] + (h - below) * (next - sorted[below]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 256, 2000, 5000, QuantilesPass.COUNTERS})
  void quantilesAreExactWithAnyNumberOfCounters(int mostCounters) {
    for (QuantilesPass.Between between : QuantilesPass.Between.values()) {
      List<double[]> quantiles = found(between, mostCounters).quantiles();
      for (int j = 0; j < COLUMNS; j++) {
        for (int q = 0; q < LEVELS.length; q++) {
          assertThat(quantiles.get(j)[q])
              .describedAs("column %d, level %s", j, LEVELS[q])
              .isEqualTo(Double.valueOf(expected(j, LEVELS[q], between)));
        }
      }
    }
  }

  @Test
  void columnsAreCountedInGroupsThatHaveRoom() {
    int most = 2 * LEVELS.length * QuantilesPass.DIGITS;
    Found few = found(QuantilesPass.Between.INTERPOLATED, most);
    assertThat(few.counters()).isLessThanOrEqualTo(most);
    assertThat(few.passes()).isGreaterThan(4);
    Found one = found(QuantilesPass.Between.INTERPOLATED, 1);
    assertThat(one.counters()).isLessThanOrEqualTo(most);
  }

  @Test
  void columnsThatHaveRoomTogetherTakeFourPasses() {
    Found all = found(QuantilesPass.Between.INTERPOLATED, QuantilesPass.COUNTERS);
    assertThat(all.passes()).isEqualTo(4);
    assertThat(Arrays.stream(all.quantiles().get(4))).containsOnly(7.0);
  }
}
