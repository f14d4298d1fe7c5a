package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextNotationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1,5|DECIMAL_COMMA",
        "-0,018|DECIMAL_COMMA",
        ",5|DECIMAL_COMMA",
        "1,234.5|THOUSANDS",
        "1,234|THOUSANDS",
        "12,345,678|THOUSANDS",
        "1.234,56|THOUSANDS",
        "1 234,5|THOUSANDS",
        "1\u202f234.5|THOUSANDS",
        "1'234|THOUSANDS",
        "$1,234.50|CURRENCY",
        "-$5|CURRENCY",
        "€ 12|CURRENCY",
        "US$ 12|CURRENCY",
        "1.234,50 €|CURRENCY",
        "EUR 12.50|CURRENCY",
        "12 CHF|CURRENCY",
        "12.5%|PERCENT",
        " 7 % |PERCENT",
        "31.01.2026|DATE",
        "1/31/2026|DATE",
        "01/31/26 12:00 PM|DATE",
        "2026/01/31|DATE",
        "2026-01|DATE",
        "2026-01-31 12:00:00 UTC|DATE",
        "2026-01-31T12:00:00[Europe/Berlin]|DATE",
        "31 Jan 2026|DATE",
        "31-Jan-26|DATE",
        "January 31, 2026|DATE",
      })
  void numbersAndDatesAreRecognizedInTheNotationsOfSpreadsheets(
      String text, TextNotation notation) {
    assertThat(TextNotation.of(text)).contains(notation);
  }

  @Test
  void aCommaBeforeThreeDigitsIsOfThousandsOrADecimalOne() {
    assertThat(TextNotation.of("1,234"))
        .containsExactly(TextNotation.DECIMAL_COMMA, TextNotation.THOUSANDS);
    assertThat(TextNotation.of("0,234")).containsExactly(TextNotation.DECIMAL_COMMA);
    assertThat(TextNotation.of("1,234,567")).containsExactly(TextNotation.THOUSANDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "red",
        "Q1",
        "A-12",
        "10115 Berlin",
        "192.168.1.1",
        "1.2.3.4",
        "3 rooms",
        "b,5",
        "%",
        "$",
        "EUR",
        "1,23,45",
        "12-345-678",
        "may be",
        "00-AB-12",
        "5th Avenue",
        "v1.2"
      })
  void otherTextHasNone(String text) {
    assertThat(TextNotation.of(text)).isEmpty();
  }

  @Test
  void longTextIsNotLookedAt() {
    assertThat(TextNotation.of("1,".repeat(10_000) + "5")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'1,5', data.csv.decimal",
    "12 %, write 12.5 for 12.5 %",
    "31.01.2026, 2026-01-31",
    "-, leave cells without a value empty",
    "--, leave cells without a value empty"
  })
  void aCellThatIsNoNumberHasAHint(String cell, String hint) {
    assertThat(TextNotation.hint(cell)).startsWith(" (").contains(hint).endsWith(")");
  }

  @Test
  void othersHaveNoHint() {
    assertThat(TextNotation.hint("red")).isEmpty();
    assertThat(TextNotation.hint("1.5")).isEmpty();
    assertThat(TextNotation.hint(1.5)).isEmpty();
    assertThat(TextNotation.hint(new TextOnly("1.5"))).contains("data.csv.decimal = \".\"");
  }
}
