package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Locale;
import org.tributary.driver.spec.Limits;

/**
 * How many features a row may have. Rows are dense once they are read, so a single index of a
 * sparse one can ask for more memory than there is.
 *
 * @param most the most features
 * @param reason what sets it, and how to have more
 */
public record RowWidth(int most, String reason) implements Serializable {
  /** The width that every row keeps to. */
  public static final RowWidth ANY = new RowWidth(Limits.FEATURES, "rows are dense");

  /** Bytes of a feature: the row in float64, and its copy in a block or on its way to one. */
  private static final int BYTES = 16;

  /**
   * Returns the width of rows to train on.
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

  /** Returns what is wrong with a row of more features, to follow what they are. */
  public String refusal() {
    return "above %d, the most features of a row (%s)".formatted(most, reason);
  }
}
