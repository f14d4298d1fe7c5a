package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {
  @ParameterizedTest
  @CsvSource({"'40 132\n', 132", "'0 0\n', 80", "'', 80", "'stty: no terminal', 80"})
  void isTheSecondNumberOfSttyOrTheUsualOne(String size, int columns) {
    assertThat(TerminalWidth.columns(size)).isEqualTo(columns);
  }
}
