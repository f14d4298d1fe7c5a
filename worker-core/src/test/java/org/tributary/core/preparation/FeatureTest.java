package org.tributary.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTest {
  private static Feature vector(String... elements) {
    return new Feature("v", 2, Encoding.Plain.NUMBER, List.of(elements));
  }

  @Test
  void cellsOfAVectorHaveTheNamesOfItsElements() {
    RowLayout named = new RowLayout(List.of(new Feature("x", 1), vector("a", "b")));
    assertThat(named.cellName(0)).isEqualTo("x");
    assertThat(named.cellName(2)).isEqualTo("v[b]");
    RowLayout unnamed = new RowLayout(List.of(new Feature("x", 1), new Feature("v", 2)));
    assertThat(unnamed.cellName(2)).isEqualTo("v[1]");
  }

  @Test
  void eachElementHasANameOfItsOwnOrNone() {
    assertThat(vector().elements()).isEmpty();
    assertThatThrownBy(() -> vector("a"))
        .hasMessage("Invalid feature v: 1 different names of elements (expected 2, or none)");
    assertThatThrownBy(() -> vector("a", "a"))
        .hasMessage("Invalid feature v: 1 different names of elements (expected 2, or none)");
    assertThatThrownBy(() -> vector("a", "b", "c")).hasMessageContaining("3 different names");
  }
}
