package org.tributary.driver.spec;

import java.io.Serializable;

/** Rows kept from training, to measure it by. */
public sealed interface HoldoutSpec extends Serializable {

  /** Nothing is kept. */
  record None() implements HoldoutSpec {}

  /**
   * A share of the rows, chosen by a seeded hash of each row's content: the same rows whatever the
   * files, the partitions and their order; equal rows fall on the same side.
   *
   * @param fraction the share, between 0 and 1
   */
  record Fraction(double fraction) implements HoldoutSpec {}

  /**
   * Data of its own.
   *
   * @param path file or directory, in the format of the training data
   * @param labels for IDX, the file of its labels; empty otherwise
   */
  record Path(String path, java.util.Optional<String> labels) implements HoldoutSpec {}
}
