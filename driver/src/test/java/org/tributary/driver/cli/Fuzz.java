package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rounds of tests with seeded random input. {@code -Pfuzz} runs many more, with other seeds. */
final class Fuzz {
  private static final int ROUNDS = Integer.getInteger("test.fuzz.rounds", 12);
  private static final long SEED = Long.getLong("test.fuzz.seed", 1);

  private Fuzz() {}

  /** A round, which makes input and reads it. */
  @FunctionalInterface
  interface Round {
    void run(int round, Random random) throws Exception;
  }

  /** Runs the rounds; a failure tells the seed of its round. */
  static void rounds(String name, Round each) throws Exception {
    Random random = new Random(SEED * 31 + name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      long seed = random.nextLong();
      try {
        each.run(round, new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("%s, round %d, seed %d".formatted(name, round, seed), e);
      }
    }
  }

  /** Requires that a command succeeded, or failed for its input. */
  static void requireReadOrRefused(CommandResult ran, int mostLines, ExitCode... codes) {
    List<Integer> allowed = Arrays.stream(codes).map(ExitCode::code).toList();
    assertThat(ran.code()).as(ran.err() + ran.out()).isIn(allowed);
    assertThat(ran.err())
        .doesNotContain("\tat ", "internal error", "java.lang.", "Exception", "\u001b")
        .doesNotContainPattern(": null(\n| \\()");
    if (ran.code() != ExitCode.OK.code()) {
      assertThat(ran.err())
          .matches("(?s)(Cannot|Could|Invalid|Unknown|Missing|Unmatched|Expected|option|Row) .*");
    }
    assertThat(ran.err().lines().count()).as(ran.err()).isLessThanOrEqualTo(mostLines);
  }
}
