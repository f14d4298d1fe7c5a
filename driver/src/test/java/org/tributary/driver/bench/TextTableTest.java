package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void namesAreAlignedToTheLeftAndNumbersToTheRight() {
    String table = new TextTable("work", "s").with("W1", "0.25").with("W2-net", "1").render();
    assertThat(table)
        .isEqualTo(
            """
            | work   |    s |
            |--------|-----:|
            | W1     | 0.25 |
            | W2-net |    1 |""");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable("work", "s").with("W1"))
        .hasMessage("Invalid row: 1 cells (expected 2)");
  }
}
