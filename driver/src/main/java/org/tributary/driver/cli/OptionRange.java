package org.tributary.driver.cli;

import java.util.List;
import org.tributary.driver.spec.Limits;

/** The ranges of numeric options. The minimum is always 1. */
enum OptionRange {
  /** Rows of a gradient check: one block, with one bit for each hidden unit. */
  ROWS(1_000_000),
  /** Derivatives of a gradient check: each takes four passes over the rows. */
  PARAMETERS(10_000_000),
  /** Rows of synthetic data, which are cached in memory. */
  BENCH_ROWS(1_000_000_000),
  /** Measurements, all of which are kept in memory. */
  REPEAT(1_000_000),
  /** Partitions, as in a configuration. */
  PARTITIONS(Limits.PARTITIONS),
  /** Model size: in float64, the maximum is just below the size limit of a byte array. */
  BENCH_PARAMETERS(250_000_000);

  private final long most;

  OptionRange(long most) {
    this.most = most;
  }

  /** Returns the largest value. */
  long most() {
    return most;
  }

  /** Adds a problem if the value is out of range. */
  void check(String option, long value, List<String> problems) {
    if (value < 1 || value > most) {
      problems.add("Invalid %s: %d (expected 1 to %d)".formatted(option, value, most));
    }
  }
}
