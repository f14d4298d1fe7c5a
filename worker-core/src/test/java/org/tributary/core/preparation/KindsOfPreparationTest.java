package org.tributary.core.preparation;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.SignedLogarithm;

class KindsOfPreparationTest {
  private static final RowLayout LAYOUT =
      new RowLayout(
          List.of(
              new Feature("x", 1),
              new Feature("color", 1, new Encoding.Categories(List.of("red", "green"))),
              new Feature("y", 1)));

  static RobustScaling robust() {
    return new RobustScaling(
        LAYOUT, List.of("y", "x"), new double[] {1, 0}, new double[] {2, 1}, new double[] {1, NaN});
  }

  static PiecewiseLinear piecewise() {
    return new PiecewiseLinear(
        LAYOUT, List.of("y", "x"), new double[][] {{0, 1, 3}, {-2, 0, 1, 2}});
  }

  static OneHot oneHot() {
    return new OneHot(LAYOUT, List.of("color"), new int[][] {{1, 2, OneHot.MISSING}});
  }

  private static double[] applied(ColumnPreparation part, double... encoded) {
    double[] inputs = new double[part.inputs()];
    part.apply(RawCells.ofNumbers(encoded), 0, inputs, 0);
    return inputs;
  }

  /** Fits with rows dealt to two tasks, of which the second is merged into the first. */
  private static List<ColumnPreparation> fitted(
      ColumnFit start, double[] cells, int width, int firstTask) {
    ColumnFit fit = start;
    RawCells raw = RawCells.ofNumbers(cells);
    int rows = cells.length / width;
    while (fit instanceof ColumnFit.Pass pass) {
      ColumnStatistics one = pass.statistics();
      ColumnStatistics two = pass.statistics();
      one.startLeaf(0);
      two.startLeaf(1);
      for (int r = 0; r < rows; r++) {
        (r < firstTask ? one : two).add(raw, r * width, 1);
      }
      fit = pass.fit(one.merge(two), 2);
    }
    return ((ColumnFit.Fitted) fit).preparations();
  }

  @Test
  void robustScalingBendsWhatLiesFarOut() {
    assertThat(applied(robust(), 0, 0, 3)[0]).isCloseTo(1 / Math.sqrt(1 + 1 / 9.0), within(1e-15));
    double[] far = applied(robust(), 1e12, 0, -1e12);
    assertThat(far[0]).isCloseTo(-3, within(1e-12));
    assertThat(far[1]).isCloseTo(3, within(1e-12));
    assertThat(applied(robust(), 1e300, 0, -1e300)).containsExactly(-3, 3);
  }

  @Test
  void robustScalingFillsAMissingCellOrLeavesIt() {
    assertThat(applied(robust(), NaN, 0, NaN)).containsExactly(0, NaN);
  }

  static LogScaling log() {
    return new LogScaling(
        LAYOUT,
        List.of("y", "x"),
        new double[] {1, 0},
        new double[] {2, 1},
        new double[] {Math.E - 1, NaN});
  }

  @Test
  void logScalingScalesTheLogarithmOfTheMagnitudeAndKeepsTheSign() {
    double[] inputs = applied(log(), 1 - Math.E, 0, Math.exp(5) - 1);

    assertThat(inputs[0]).isCloseTo(2, within(1e-15));
    assertThat(inputs[1]).isCloseTo(-1, within(1e-15));
    assertThat(applied(log(), 1e300, 0, -1e300)[1]).isCloseTo(690.8, within(0.1));
    assertThat(applied(log(), NaN, 0, NaN)[0]).isCloseTo(0, within(1e-15));
    assertThat(applied(log(), NaN, 0, NaN)[1]).isNaN();
  }

  @Test
  void logScalingIsFittedToTheLogarithms() {
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1)));
    double[] values = {0, 9, 99, -9, 1e6, NaN};
    double[] logarithms = Arrays.stream(values).map(SignedLogarithm::of).toArray();
    List<String> x = List.of("x");
    MomentsPass expected =
        new MomentsPass(layout, x, RawCells.ofNumbers(logarithms), 0, new Fill.Mean());
    Standardization ofLogarithms = (Standardization) fitted(expected, logarithms, 1, 3).get(0);

    MomentsPass pass =
        new MomentsPass(
            layout,
            x,
            RawCells.ofNumbers(values),
            0,
            new Fill.Mean(),
            MomentsPass.Scale.LOGARITHMS);
    LogScaling fitted = (LogScaling) fitted(pass, values, 1, 3).get(0);

    for (int i = 0; i < 5; i++) {
      assertThat(applied(fitted, values[i])).isEqualTo(applied(ofLogarithms, logarithms[i]));
    }
    // The mean of the logarithms is 0 after scaling.
    assertThat(applied(fitted, NaN)[0]).isCloseTo(0, within(1e-12));
    assertThat(PreparationKind.of("log_scaling").orElseThrow().restore(layout, x, fitted.values()))
        .isEqualTo(fitted);
  }

  @Test
  void piecewiseInputsFillUpOneAfterTheOther() {
    assertThat(applied(piecewise(), 0.25, 0, 2)).containsExactly(1, 0.5, 1, 0.25, 0);
  }

  @Test
  void piecewiseInputsAreOpenAtBothEnds() {
    assertThat(applied(piecewise(), -4, 0, 5)).containsExactly(1, 2, -1, 0, 0);
    assertThat(applied(piecewise(), 1e300, 0, -1e300)).containsExactly(-10, 0, 1, 1, 10);
    assertThat(applied(piecewise(), NaN, 0, NaN)).containsOnly(0);
  }

  @Test
  void aCategoryHasOneInput() {
    assertThat(applied(oneHot(), 0, 1, 0)).containsExactly(1, 0, 0);
    assertThat(applied(oneHot(), 0, 2, 0)).containsExactly(0, 1, 0);
    assertThat(applied(oneHot(), 0, NaN, 0)).containsExactly(0, 0, 1);
  }

  @Test
  void aCategoryThatTrainingRowsDidNotHaveHasNoInput() {
    assertThat(applied(oneHot(), 0, 0, 0)).containsOnly(0);
  }

  @Test
  void inputsAreNamedForPeople() {
    assertThat(IntStream.range(0, 3).mapToObj(oneHot()::inputName))
        .containsExactly("color=green", "color=other", "color=missing");
    assertThat(IntStream.range(0, 5).mapToObj(piecewise()::inputName))
        .containsExactly(
            "y[0.0..1.0]", "y[1.0..3.0]", "x[-2.0..0.0]", "x[0.0..1.0]", "x[1.0..2.0]");
  }

  @Test
  void textsAreEncodedByTheirColumns() {
    RawCells raw =
        RawCells.of(
            new double[] {1.5, NaN, NaN, NaN, NaN, 2},
            new String[] {"", " green ", "", "", "blue", ""});
    double[] encoded = new double[6];
    LAYOUT.encode(raw, 0, encoded, 0);
    LAYOUT.encode(raw, 3, encoded, 3);
    assertThat(encoded).containsExactly(1.5, 1, NaN, NaN, 2, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 101})
  void medianAndQuartilesAreExact(int rows) {
    Random random = new Random(rows);
    double[] values = random.doubles(rows, -5, 5).map(v -> (float) v).toArray();
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1)));
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    double range = quartiles > 0 ? quartiles : 1;
    RobustScaling expected =
        new RobustScaling(
            layout,
            List.of("x"),
            new double[] {quantile(sorted, 0.5)},
            new double[] {range},
            new double[] {quantile(sorted, 0.5)});
    for (int split : new int[] {0, rows / 3, rows}) {
      assertThat(fitted(RobustPass.of(layout, List.of("x"), new Fill.Median()), values, 1, split))
          .containsExactly(expected);
    }
  }

  /** Linear interpolation between order statistics, written anew. */
  private static double quantile(double[] sorted, double level) {
    double h = level * (sorted.length - 1);
    int below = (int) h;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
  }

  @Test
  void quantilesOrderNegativeNumbersAndBothZeros() {
    double[] values = {0.0, -1e30, -0.0, 1e-40, -1e-40, 7};
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1)));
    PiecewiseLinear bins =
        (PiecewiseLinear) fitted(PiecewisePass.of(layout, List.of("x"), 5), values, 1, 2).get(0);
    assertThat(bins.values().numbers().get(PiecewiseLinear.BOUNDS))
        .containsExactly((float) -1e30, (float) -1e-40, 0, (float) 1e-40, 7);
  }

  @Test
  void aColumnOfTwoValuesGetsNoBins() {
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1), new Feature("y", 1)));
    double[] cells = {0, 1, 1, 2, 0, 3, 1, NaN};
    assertThat(fitted(PiecewisePass.of(layout, List.of("x"), 4), cells, 2, 1)).isEmpty();
    assertThat(fitted(PiecewisePass.of(layout, List.of("x", "y"), 2), cells, 2, 1))
        .containsExactly(new PiecewiseLinear(layout, List.of("y"), new double[][] {{1, 2, 3}}));
  }

  @Test
  void missingCellsAreFilledAsAsked() {
    RowLayout layout = new RowLayout(List.of(new Feature("x", 1)));
    double[] cells = {1, NaN, 2, 9};
    RawCells raw = RawCells.ofNumbers(cells);
    assertThat(filled(layout, raw, cells, new Fill.Mean())).isEqualTo(4);
    assertThat(filled(layout, raw, cells, new Fill.Median())).isEqualTo(2);
    assertThat(filled(layout, raw, cells, new Fill.Constant(-1))).isEqualTo(-1);
    assertThat(filled(layout, raw, cells, new Fill.Refuse())).isNaN();
  }

  private static double filled(RowLayout layout, RawCells raw, double[] cells, Fill fill) {
    ColumnFit pass = new MomentsPass(layout, List.of("x"), raw, 0, fill);
    return ((Standardization) fitted(pass, cells, 1, 2).get(0)).fill(0);
  }

  @Test
  void onlyCategoriesOfTrainingRowsGetInputs() {
    double[] cells = {0, 1, 0, 0, 1, 0, 0, 2, 0};
    assertThat(fitted(new OneHotPass(LAYOUT, List.of("color")), cells, 3, 2))
        .containsExactly(new OneHot(LAYOUT, List.of("color"), new int[][] {{1, 2}}));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new OneHot(LAYOUT, List.of("x"), new int[][] {{0}}))
        .hasMessage("column x is of the kind number (expected category)");
    assertThatThrownBy(() -> new OneHot(LAYOUT, List.of("color"), new int[][] {{0, 3}}))
        .hasMessage("code 3 of color (expected distinct codes from -1 to 2)");
    assertThatThrownBy(() -> new PiecewiseLinear(LAYOUT, List.of("x"), new double[][] {{0, 2, 2}}))
        .hasMessage("the bounds of x are [0.0, 2.0, 2.0] (expected 2 or more ascending numbers)");
    FittedValues bounds =
        new FittedValues(
            java.util.Map.of("counts", new double[] {1e9}, "bounds", new double[] {0, 1}),
            java.util.Map.of());
    assertThatThrownBy(() -> PreparationKind.PIECEWISE_LINEAR.restore(LAYOUT, List.of("x"), bounds))
        .hasMessage("[1.0E9] numbers of bounds do not fit 2 bounds");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "3.0, 3",
    "+3, 3",
    "-0.0, 0",
    "007, 007",
    "1e3, 1e3",
    "' pos', pos",
    "3., 3.",
    "-4.00, -4"
  })
  void aCategoryHasOneSpelling(String text, String name) {
    assertThat(CellText.category(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-02, 1",
    "2026-01-31, 20484",
    "1970-01-01T12:00:00, 0.5",
    "1970-01-01 18:00, 0.75",
    "1970-01-01T00:00:00+06:00, -0.25",
    "1970-01-02T00:00Z, 1",
    "1969-12-31, -1"
  })
  void datesAreDays(String text, double days) {
    assertThat(CellText.days(text)).isEqualTo(days);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-30", "2026-1-31", "26-01-31", "2026-01-31T25:00", "yesterday"})
  void whatIsNoDateIsNone(String text) {
    assertThat(CellText.days(text)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "NA", " null ", "NaN", "?", "None", "N/A"})
  void someWordsSayThatACellIsMissing(String text) {
    assertThat(CellText.isMissing(text)).isTrue();
  }

  @Test
  void booleansHaveSeveralWords() {
    assertThat(List.of("true", "True", "YES", "y", "T").stream().map(CellText::flag))
        .containsOnly(1.0);
    assertThat(List.of("false", "FALSE", "no", "N", "f").stream().map(CellText::flag))
        .containsOnly(0.0);
    assertThat(CellText.flag("1")).isNaN();
  }
}
