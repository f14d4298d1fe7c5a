package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryNameTest {
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        3,
        -7,
        1e15,
        0x1p53 - 1,
        0x1p53,
        -0x1p53,
        0x1p53 + 2,
        0x1p63,
        -0x1p63,
        -1e22,
        1e300
      })
  void wholeNumberIsNamedByAllOfItsDigits(double number) {
    String digits = number == 0 ? "0" : new BigDecimal(number).toPlainString();
    assertThat(Encoding.Categories.name(number)).isEqualTo(digits);
    assertThat(CellValues.categoryName(number)).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, -1e-300, Double.POSITIVE_INFINITY, Double.MIN_VALUE})
  void otherNumberIsNamedAsJavaWritesIt(double number) {
    assertThat(Encoding.Categories.name(number)).isEqualTo(Double.toString(number));
  }
}
