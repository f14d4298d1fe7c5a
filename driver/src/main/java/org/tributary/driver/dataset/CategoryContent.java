package org.tributary.driver.dataset;

import java.nio.charset.StandardCharsets;
import org.tributary.core.random.RandomStream;
import org.tributary.driver.source.Cells;

/** Categories as numbers that follow from their names alone, for the key of a sample. */
final class CategoryContent {
  private static final long FRACTION = (1L << 52) - 1;
  private static final long ONE = Double.doubleToRawLongBits(1);

  private CategoryContent() {}

  /**
   * Returns the number of the category in a cell: from 1 to below 2, by 52 bits of a hash of its
   * name; NaN for a missing cell.
   */
  static double of(Object cell) {
    String name = Cells.className(cell);
    if (name.isEmpty()) {
      return Double.NaN;
    }
    long hash = name.length();
    for (byte value : name.getBytes(StandardCharsets.UTF_8)) {
      hash = RandomStream.mix(hash ^ value);
    }
    return Double.longBitsToDouble(ONE | (hash & FRACTION));
  }
}
