package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Locale;
import org.tributary.driver.spec.Limits;

/**
 * The maximum number of features of a row. Where rows are converted to dense, a single large index
 * of a sparse row could exceed the memory.
 *
 * @param most maximum number of features
 * @param reason what limits it, and how to increase it
 */
public record RowWidth(int most, String reason) implements Serializable {
  /** The limit for all rows. */
  public static final RowWidth ANY =
      new RowWidth(Limits.FEATURES, "each takes a weight for every unit of the first layer");

  /** Bytes per feature: the row in float64, and its copy in a block. */
  private static final int BYTES = 16;

  /**
   * Returns the limit for training rows.
   *
   * @param blockRows rows of a block on average; the largest has twice as many
   * @param heap bytes of the process that a task runs in
   */
  public static RowWidth ofBlocks(int blockRows, long heap) {
    int byArrays = Limits.width(blockRows);
    long byMemory = heap / BYTES;
    if (byMemory < byArrays) {
      return new RowWidth(
          (int) byMemory,
          String.format(
              Locale.ROOT,
              "a task has a heap of %,d MiB; raise TRIBUTARY_HEAP or spark.executor.memory",
              heap >> 20));
    }
    return byArrays < Limits.FEATURES
        ? new RowWidth(byArrays, "data.blockRows is " + blockRows + "; lower it for wider rows")
        : ANY;
  }

  /** Returns the problem of a row with too many features, to complete a message. */
  public String refusal() {
    return "above %d, the most features of a row (%s)".formatted(most, reason);
  }
}
