package org.tributary.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "x*, x1, true",
    "x*, x, true",
    "x*, ax1, false",
    "*_id, user_id, true",
    "x?, x1, true",
    "x?, x, false",
    "x?, x12, false",
    "a.b, a.b, true",
    "a.b, axb, false",
    "[x]*, [x]1, true",
    "what?, what?, true",
    "x, X, false"
  })
  void starsAndQuestionMarksStandForCharacters(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    assertThat(new KindRule(pattern, ColumnKind.NUMBER).matches(name)).isEqualTo(matches);
  }

  @Test
  void aPatternWithoutCharactersIsRefused() {
    assertThatThrownBy(() -> new NamePattern(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
