package org.tributary.driver.cli;

import java.util.List;
import org.tributary.driver.spec.Limits;

/** The ranges of options that are numbers. All begin at 1. */
enum OptionRange {
  /** Rows that a gradient is checked on: of one block, with a bit for each hidden unit. */
  ROWS(1_000_000),
  /** Derivatives that are checked: each takes four passes over the rows. */
  PARAMETERS(10_000_000),
  /** Rows of synthetic data, which is cached in memory. */
  BENCH_ROWS(1_000_000_000),
  /** Measurements, each of which is kept. */
  REPEAT(1_000_000),
  /** Partitions, as in a configuration. */
  PARTITIONS(Limits.PARTITIONS),
  /** Numbers of a sum: in float64 so many are just below what an array of bytes holds. */
  BENCH_PARAMETERS(250_000_000);

  private final long most;

  OptionRange(long most) {
    this.most = most;
  }

  /** Returns the largest value. */
  long most() {
    return most;
  }

  /** Notes a value that is out of range. */
  void check(String option, long value, List<String> problems) {
    if (value < 1 || value > most) {
      problems.add("Invalid %s: %d (expected 1 to %d)".formatted(option, value, most));
    }
  }
}
