package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "007",
        "1.",
        ".5",
        "-.5",
        "+3",
        " 42 ",
        "\t1e3",
        "1E-5",
        "0.1",
        "123456789012345",
        "1234567890123456",
        "0.000000000000001",
        "9007199254740993",
        "3.141592653589793238462643",
        "Infinity",
        "-Infinity",
        "1e400",
        "4.9e-324"
      })
  void numbersAreThoseOfTheJavaPlatform(String text) {
    // The nearest double, to the last bit and the sign of zero.
    assertThat(Decimals.parse(text)).isEqualTo(Double.valueOf(text));
  }

  @Test
  void decimalsOfEveryLengthAreRoundedAsByTheJavaPlatform() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      String digits = Long.toString(random.nextLong());
      StringBuilder text =
          new StringBuilder(digits.substring(0, 1 + random.nextInt(digits.length())));
      if (text.toString().equals("-")) {
        continue;
      }
      int start = text.charAt(0) == '-' ? 1 : 0;
      text.insert(start + random.nextInt(text.length() - start + 1), '.');
      assertThat(Decimals.parse(text.toString())).isEqualTo(Double.valueOf(text.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "-", ".", "-.", "1f", "1F", "1d", "1D", "1e5d", "0x1p3", "0X10", "1,5", "1 2",
        "1.2.3", "--1", "one", "inf", "nan", "true", "١"
      })
  void otherTextIsNoNumber(String text) {
    assertThat(Decimals.parse(text)).isNaN();
  }
}
