package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  static Stream<Arguments> numericCells() {
    return Stream.of(
        Arguments.of("2.5", new double[] {2.5}),
        Arguments.of(7, new double[] {7}),
        Arguments.of(7L, new double[] {7}),
        Arguments.of(0.5f, new double[] {0.5}),
        Arguments.of(new BigDecimal("1.25"), new double[] {1.25}),
        Arguments.of(true, new double[] {1}),
        Arguments.of(false, new double[] {0}),
        Arguments.of(new float[] {1, 2}, new double[] {1, 2}),
        Arguments.of(Vectors.dense(new double[] {3, 4}), new double[] {3, 4}),
        Arguments.of(
            Vectors.sparse(4, new int[] {1, 3}, new double[] {5, 6}), new double[] {0, 5, 0, 6}),
        Arguments.of(new float[] {}, new double[] {}));
  }

  @ParameterizedTest
  @MethodSource("numericCells")
  void cellsAreNumbersOfTheirWidth(Object cell, double[] numbers) {
    double[] target = {-1, -1, -1, -1, -1, -1};

    int end = Cells.numbers(cell, target, 1);

    assertThat(Cells.width(cell)).isEqualTo(numbers.length);
    assertThat(end).isEqualTo(1 + numbers.length);
    assertThat(java.util.Arrays.copyOfRange(target, 1, end)).isEqualTo(numbers);
    assertThat(target[0]).isEqualTo(-1);
    assertThat(target[end]).isEqualTo(-1);
    assertThat(Cells.problem(cell)).isEmpty();
    if (numbers.length == 1) {
      assertThat(Cells.number(cell)).isEqualTo(numbers[0]);
    }
  }

  @Test
  void cellsOfOneElementAreNumbers() {
    assertThat(Cells.number(new float[] {2})).isEqualTo(2);
    assertThat(Cells.number(Vectors.dense(new double[] {3}))).isEqualTo(3);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void nothingIsMissingAndOneNumberWide(String cell) {
    assertThat(Cells.isMissing(cell)).isTrue();
    assertThat(Cells.width(cell)).isEqualTo(1);
    assertThat(Cells.number(cell)).isNaN();
    assertThat(Cells.problem(cell)).hasValue("is missing");
    assertThat(Cells.className(cell)).isEmpty();
  }

  static final Object[][] problems = {
    {"1.5x", "is not a number: \"1.5x\""},
    {"1f", "is not a number: \"1f\""},
    {"NaN", "is missing"},
    {"1e999", "is not finite: \"1e999\""},
    {Double.POSITIVE_INFINITY, "is not finite: Infinity"},
    {new float[] {1, Float.NaN}, "is not finite: element 1 is NaN"},
    {
      Vectors.sparse(3, new int[] {2}, new double[] {Double.NEGATIVE_INFINITY}),
      "is not finite: element 2 is -Infinity"
    },
    {Date.valueOf("2026-01-02"), "is not a number: 2026-01-02"},
    {"y".repeat(50), "is not a number: \"" + "y".repeat(40) + "...\""},
  };

  @ParameterizedTest
  @FieldSource("problems")
  void otherCellsSayWhatIsWrong(Object cell, String problem) {
    assertThat(Cells.problem(cell)).hasValue(problem);
  }

  static final Object[][] classNames = {
    {"3", "3"},
    {" 3.0 ", "3"},
    {"3.", "3."},
    {3, "3"},
    {3L, "3"},
    {3.0, "3"},
    {3f, "3"},
    {new BigDecimal("3.00"), "3"},
    {new BigDecimal("100"), "100"},
    {"-1.0", "-1"},
    {-1.0, "-1"},
    {"-0.0", "0"},
    {-0.0, "0"},
    {1e20, "100000000000000000000"},
    {"0", "0"},
    {"03", "03"},
    {"3.50", "3.50"},
    {3.5, "3.5"},
    {0.1f, "0.1"},
    {"1e3", "1e3"},
    {"3.0.0", "3.0.0"},
    {"Iris setosa", "Iris setosa"},
    {"-", "-"},
    {true, "true"},
  };

  @ParameterizedTest
  @FieldSource("classNames")
  void wholeNumbersHaveOneClassNameAndTextItsOwn(Object cell, String name) {
    assertThat(Cells.className(cell)).isEqualTo(name);
  }

  @Test
  void cellsWithoutNumbersHaveNoWidth() {
    assertThat(Cells.width(Date.valueOf("2026-01-02"))).isEqualTo(Cells.NO_WIDTH);
  }

  @ParameterizedTest
  @CsvSource({"x", "''"})
  void textGoesOutAsItCameIn(String text) {
    assertThat(Cells.toRow(text, DataTypes.StringType)).isSameAs(text);
  }
}
