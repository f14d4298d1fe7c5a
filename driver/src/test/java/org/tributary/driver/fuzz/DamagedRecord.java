package org.tributary.driver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Seeded damage of a small file that a program wrote for itself, and how it has to be refused. */
public final class DamagedRecord {
  /** Parsing such a record takes no time. */
  private static final int TIMES = 20;

  private DamagedRecord() {}

  /** Returns a copy with changes of its bytes, or with changes after which it is JSON still. */
  public static byte[] of(byte[] json, Random random) {
    return random.nextBoolean()
        ? Mutation.of(json, random)
        : JsonMutation.of(new String(json, StandardCharsets.UTF_8), random)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a record. */
  @FunctionalInterface
  public interface Reading {
    /** Reads the bytes, and uses what was read. */
    void read(byte[] content) throws Exception;
  }

  /** Damages a record in each round, and requires that it is read, or refused by an exception. */
  public static void requireReadOrRefused(
      String name, byte[] json, Class<? extends Exception> refusal, Reading reading)
      throws Exception {
    Rounds.run(
        name,
        TIMES,
        (round, random) -> {
          byte[] damaged = of(json, random);
          try {
            reading.read(damaged);
          } catch (Exception e) {
            requireRefusal(e, refusal);
          }
        });
  }

  private static void requireRefusal(Exception failure, Class<? extends Exception> refusal)
      throws Exception {
    if (!refusal.isInstance(failure)) {
      throw failure;
    }
    assertThat(failure.getMessage())
        .isNotBlank()
        .doesNotContain("java.", "Exception")
        .doesNotContainPattern(": null($| \\()")
        .hasLineCount(1);
  }
}
