package org.tributary.driver.fuzz;

import java.util.Random;

/** Rounds of tests with seeded random input. {@code -Pfuzz} runs many more, with other seeds. */
public final class Rounds {
  private static final int ROUNDS = Integer.getInteger("test.fuzz.rounds", 12);
  private static final long SEED = Long.getLong("test.fuzz.seed", 1);

  private Rounds() {}

  /** A round, which makes input and reads it. */
  @FunctionalInterface
  public interface Round {
    /** Runs the round, with a source of random numbers of its own. */
    void run(int round, Random random) throws Exception;
  }

  /** Runs the rounds; a failure tells the seed of its round. */
  public static void run(String name, Round each) throws Exception {
    run(name, 1, each);
  }

  /** Runs more rounds, of a test whose rounds take no time. */
  public static void run(String name, int times, Round each) throws Exception {
    Random random = new Random(SEED * 31 + name.hashCode());
    for (int round = 0; round < ROUNDS * times; round++) {
      long seed = random.nextLong();
      try {
        each.run(round, new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("%s, round %d, seed %d".formatted(name, round, seed), e);
      }
    }
  }
}
