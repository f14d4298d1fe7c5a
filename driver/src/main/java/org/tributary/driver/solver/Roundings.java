package org.tributary.driver.solver;

import org.tributary.core.kernel.Encoding;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.spec.AggregationSpec.Transport;

/** How partial sums are rounded for what they travel in. */
final class Roundings {
  private Roundings() {}

  /**
   * Returns the rounding of a round trip.
   *
   * @param seed the run's seed
   * @param step which round trip of the run
   */
  static Rounding of(Transport transport, long seed, long step) {
    return switch (transport) {
      case EXACT -> Rounding.NONE;
      case BFLOAT16 -> new Rounding.Bfloat16(seed, step);
    };
  }

  /** Returns what rounded sums travel in. */
  static Encoding encoding(Transport transport) {
    return of(transport, 0, 0).encoding();
  }
}
