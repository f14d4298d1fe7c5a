package org.tributary.driver.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.fuzz.Mutation;
import org.tributary.driver.fuzz.Rounds;

/** Rows of {@code score} and configurations with seeded random damage are read or refused. */
class RandomRowsTest {
  private static final String CSV = "x,color\n1,red\n\"2\",\"green\"\n-3.5e2,red\n4,green\n";
  private static final String JSON =
      """
      {"x": 1, "color": "red"}
      {"x": "2", "color": "green"}
      {"x": -3.5e2, "color": "red", "other": [1, {"a": null}]}
      """;
  private static final List<String> PARTS =
      List.of(
          "\"",
          ",",
          "\n",
          "\r",
          "\t",
          ";",
          "{",
          "}",
          "[",
          "]",
          ":",
          "x",
          "color",
          "prediction",
          "1e999",
          "-0",
          "NaN",
          "null",
          "true",
          "\\u0000",
          "\u0000",
          "\u001b[2J",
          "\u202e",
          "\ufeff",
          "\ud83d\ude00",
          "9".repeat(400),
          "[".repeat(2000),
          "blue",
          " ");

  @TempDir private Path directory;
  private Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model = ScoreCells.model(directory);
  }

  private void requireScoredOrRefused(byte[] rows, String... options) {
    Fuzz.requireReadOrRefused(Scoring.of(model, rows, options), 2, ExitCode.OK, ExitCode.DATA);
  }

  @Test
  void damagedRowsAreScoredOrRefused() throws Exception {
    Rounds.run(
        "rows",
        (round, random) -> {
          String rows = random.nextBoolean() ? CSV : JSON;
          byte[] damaged = Mutation.of(rows.getBytes(StandardCharsets.UTF_8), random);
          String format = List.of("auto", "csv", "json").get(random.nextInt(3));
          requireScoredOrRefused(damaged, "--format", format);
        });
  }

  @Test
  void rowsWithPartsOfOthersAreScoredOrRefused() throws Exception {
    Rounds.run(
        "parts of rows",
        (round, random) -> {
          String rows = inserted(random.nextBoolean() ? CSV : JSON, random);
          requireScoredOrRefused(
              rows.getBytes(StandardCharsets.UTF_8),
              "--columns",
              random.nextBoolean() ? "all" : "predictions",
              "--unlearned",
              random.nextBoolean() ? "refuse" : "accept");
        });
  }

  /** Inserts some parts at random places. */
  static String inserted(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(changed.length() + 1);
      String part = PARTS.get(random.nextInt(PARTS.size()));
      if (random.nextBoolean()) {
        changed.insert(at, part);
      } else {
        changed.replace(at, Math.min(changed.length(), at + part.length()), part);
      }
    }
    return changed.toString();
  }
}
