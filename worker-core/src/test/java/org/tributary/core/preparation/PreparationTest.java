package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From raw cells to inputs. */
class PreparationTest {
  private static final RowLayout LAYOUT =
      new RowLayout(List.of(new Feature("a", 1), new Feature("v", 3), new Feature("b", 1)));

  private static final double[] MEAN = {0.1, -3, 1e6, 1.0 / 3};
  private static final double[] DEVIATION = {2, 0.7, 1e5, 1e-3};

  private static Standardization standardization(String... columns) {
    return new Standardization(LAYOUT, List.of(columns), MEAN, DEVIATION);
  }

  private static Preparation preparation() {
    return new Preparation(
        LAYOUT, List.of(standardization("v", "b"), new Identity(LAYOUT, List.of("a"))));
  }

  @Test
  void inputsAreThoseOfTheFormulaInTheOrderOfTheParts() {
    double[] raw = {7, 1, 2, 3, 4, -0.0, 1e-300, Double.MAX_VALUE, -5, 0.25};
    double[] inputs = new double[12];
    Preparation preparation = preparation();
    preparation.apply(RawCells.ofNumbers(raw), 0, inputs, 1);
    preparation.apply(RawCells.ofNumbers(raw), 5, inputs, 7);
    for (int row = 0; row < 2; row++) {
      for (int j = 0; j < 4; j++) {
        double expected = (raw[row * 5 + 1 + j] - MEAN[j]) / DEVIATION[j];
        assertThat(inputs[row * 6 + 1 + j]).as("input %d of row %d", j, row).isEqualTo(expected);
      }
    }
    assertThat(inputs[0]).isEqualTo(0);
    assertThat(inputs[5]).isEqualTo(7);
    assertThat(inputs[6]).isEqualTo(0);
    assertThat(Double.doubleToRawLongBits(inputs[11])).isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  @Test
  void everyInputHasACellAndAName() {
    Preparation preparation = preparation();
    assertThat(preparation.inputs()).isEqualTo(5);
    int[] cells = {1, 2, 3, 4, 0};
    String[] names = {"v[0]", "v[1]", "v[2]", "b", "a"};
    for (int j = 0; j < 5; j++) {
      assertThat(preparation.cell(j)).isEqualTo(cells[j]);
      assertThat(preparation.inputName(j)).isEqualTo(names[j]);
      assertThat(LAYOUT.cellName(cells[j])).isEqualTo(names[j]);
    }
    assertThatThrownBy(() -> preparation.cell(5)).hasMessage("Invalid input: 5 (expected 0 to 4)");
    assertThatThrownBy(() -> LAYOUT.featureOf(5)).hasMessage("Invalid cell: 5 (expected 0 to 4)");
  }

  @Test
  void aCellThatIsNoNumberGivesNoNumber() {
    double nan = Double.NaN;
    RawCells cells =
        RawCells.of(new double[] {nan, 1, nan, 3, 4}, new String[] {"red", "", "", "", ""});
    assertThat(cells.type(0)).isEqualTo(RawCells.Type.TEXT);
    assertThat(cells.text(0)).isEqualTo("red");
    assertThat(cells.type(1)).isEqualTo(RawCells.Type.NUMBER);
    assertThat(cells.type(2)).isEqualTo(RawCells.Type.MISSING);
    double[] inputs = new double[5];
    preparation().apply(cells, 0, inputs, 0);
    assertThat(inputs[1]).isNaN();
    assertThat(inputs[4]).isNaN();
    assertThat(inputs[0]).isEqualTo((1 - MEAN[0]) / DEVIATION[0]);
  }

  @Test
  void aCellIsOneThing() {
    assertThatThrownBy(() -> RawCells.of(new double[] {1}, new String[] {"one"}))
        .hasMessage("Invalid cell 0: the number 1.0 and the text \"one\" (expected one of both)");
    assertThatThrownBy(() -> RawCells.of(new double[2], new String[] {""}))
        .hasMessage("Invalid cells: 2 numbers for 1 texts");
  }

  @Test
  void applyingAllocatesNothing() {
    Preparation preparation = preparation();
    RawCells cells = RawCells.ofNumbers(new double[] {1, 2, 3, 4, 5});
    double[] inputs = new double[5];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // The JVM itself allocates once where a loop runs for the first time, so the least counts.
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1000; i++) {
        preparation.apply(cells, 0, inputs, 0);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aDeviationIsFiniteAndPositive(double deviation) {
    double[] deviations = {1, 1, deviation, 1};
    assertThatThrownBy(() -> new Standardization(LAYOUT, List.of("v", "b"), MEAN, deviations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the deviation of v[2] is %s (expected a finite number above 0)".formatted(deviation));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aMeanIsFinite(double mean) {
    double[] means = {1, 1, 1, mean};
    assertThatThrownBy(() -> new Standardization(LAYOUT, List.of("v", "b"), means, DEVIATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the mean of b is %s (expected a finite number)".formatted(mean));
  }

  @Test
  void refusesNumbersForOtherColumns() {
    assertThatThrownBy(() -> standardization("v"))
        .hasMessage("4 means, 4 deviations and 4 fills for 3 inputs");
    assertThatThrownBy(() -> standardization("v", "c"))
        .hasMessage("there is no column c (expected of a, v, b)");
    assertThatThrownBy(() -> standardization("b", "v", "b"))
        .hasMessage("column b is named twice (expected once)");
    assertThatThrownBy(() -> new Identity(LAYOUT, List.of()))
        .hasMessage("no column is named (expected 1 or more)");
  }

  @Test
  void aColumnMayBeLeftOut() {
    Preparation some = new Preparation(LAYOUT, List.of(standardization("v", "b")));
    assertThat(some.reads()).containsExactly(false, true, true, true, true);
    assertThat(some.takesMissing()[0]).isTrue();
  }

  @Test
  void refusesAPartForOtherRows() {
    RowLayout other = new RowLayout(List.of(new Feature("a", 1)));
    assertThatThrownBy(() -> new Preparation(LAYOUT, List.of(new Identity(other, List.of("a")))))
        .hasMessageStartingWith("Invalid preparation: part 0 reads rows of [Feature[name=a");
  }

  @Test
  void refusesRowsThatNoArrayHolds() {
    List<Feature> wide =
        List.of(new Feature("v", Integer.MAX_VALUE), new Feature("w", Integer.MAX_VALUE));
    assertThatThrownBy(() -> new RowLayout(wide))
        .hasMessage("Invalid features: 4294967294 cells up to w (expected 2^31 - 1 at most)");
    assertThatThrownBy(() -> new RowLayout(List.of(new Feature("v", 1), new Feature("v", 2))))
        .hasMessage("Invalid features: v is named twice (expected once)");
  }

  /** The values of a preparation are all of it, but for its kind and columns. */
  @ParameterizedTest
  @EnumSource
  void isRestoredFromItsKindColumnsAndValues(PreparationKind kind) {
    ColumnPreparation part =
        switch (kind) {
          case IDENTITY -> new Identity(LAYOUT, List.of("b", "v"));
          case STANDARDIZATION -> standardization("b", "v");
          case LOG_SCALING -> KindsOfPreparationTest.log();
          case ROBUST_SCALING -> KindsOfPreparationTest.robust();
          case PIECEWISE_LINEAR -> KindsOfPreparationTest.piecewise();
          case MISSING_INDICATOR -> new MissingIndicator(LAYOUT, List.of("b", "v"));
          case ONE_HOT -> KindsOfPreparationTest.oneHot();
        };
    assertThat(PreparationKind.of(part.kind().id())).hasValue(kind);
    assertThat(part.values().numbers().keySet()).containsExactlyElementsOf(kind.numbers());
    assertThat(part.values().texts().keySet()).containsExactlyElementsOf(kind.texts());
    ColumnPreparation restored = kind.restore(part.layout(), part.columns(), part.values());
    assertThat(restored).isEqualTo(part).hasSameHashCodeAs(part);
  }

  @Test
  void aKindIsRestoredFromItsOwnValuesOnly() {
    FittedValues none = FittedValues.none();
    assertThatThrownBy(() -> PreparationKind.STANDARDIZATION.restore(LAYOUT, List.of("a"), none))
        .hasMessage("its numbers are [] (expected [mean, deviation, fill])");
    FittedValues texts = new FittedValues(Map.of(), Map.of("values", List.of("red")));
    assertThatThrownBy(() -> PreparationKind.IDENTITY.restore(LAYOUT, List.of("a"), texts))
        .hasMessage("its texts are [values] (expected [])");
    assertThat(PreparationKind.of("quantiles")).isEmpty();
  }

  @Test
  void travelsToAnotherJvm() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(wire)) {
      out.writeObject(preparation());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(wire.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(preparation());
    }
  }
}
