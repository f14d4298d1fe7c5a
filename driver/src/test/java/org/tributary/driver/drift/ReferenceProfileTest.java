package org.tributary.driver.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceProfileTest {
  static final ReferenceProfile PROFILE =
      new ReferenceProfile(
          10,
          List.of(
              new ReferenceProfile.Column(
                  "a", 1, new Distribution.Numbers(List.of(0.5, 1.0), List.of(2L, 3L, 4L))),
              new ReferenceProfile.Column(
                  "b", 0, new Distribution.Names(List.of("x", "y"), List.of(5L, 4L, 1L))),
              new ReferenceProfile.Column("c", 10, new Distribution.Hashed(buckets()))),
          List.of(
              new ReferenceProfile.Column(
                  "y", 0, new Distribution.Names(List.of("no"), List.of(10L, 0L)))),
          List.of("id"));

  private static List<Long> buckets() {
    return Collections.nCopies(NameCounts.BUCKETS, 0L);
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(ReferenceProfile.parse(PROFILE.json())).isEqualTo(PROFILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format\": 1 | \"format\": 2 | a newer Tributary wrote it",
        "\"rows\": 10 | \"rows\": 11 | the counts of column a are of 10 rows (expected 11)",
        "\"rows\": 10 | \"rows\": 0 | rows are 0",
        "\"name\": \"b\" | \"name\": \"a\" | column a is there twice",
        "\"kind\": \"number\" | \"kind\": \"date\" | expected number, category, hashed",
        "\"missing\": 1, | \"missing\": -1, | missing of a is -1",
        "0.5 | 1.5 | edges are not ascending",
        "0.5 | \"NaN\" | edges are not ascending",
        "\"unused\" | \"unusable\" | unused is missing",
        "2, | -2, | a count is -2",
        "2, | 99999999999999999, | a count is",
        "\"x\", | \"x\", \"z\", | counts are 3 (expected 4)",
      })
  void otherContentIsRefused(String text, String other, String reason) {
    String json = new String(PROFILE.json(), StandardCharsets.UTF_8);
    assertThat(json).contains(text);
    byte[] damaged = json.replace(text, other).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ReferenceProfile.parse(damaged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
