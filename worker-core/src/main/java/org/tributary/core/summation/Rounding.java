package org.tributary.core.summation;

import java.io.Serializable;

/**
 * What becomes of the numbers of a node of the {@link SummationTree} once all of its leaves are
 * summed, so that the {@link Transport} holds them without loss.
 *
 * <p>Every node is rounded, leaves included, by whoever completes it. Therefore the sums do not
 * depend on who does, nor on which of them travel.
 *
 * @param transport what rounded sums travel in
 * @param seed the run's seed
 * @param round which round trip of the run
 */
public record Rounding(Transport transport, long seed, long round) implements Serializable {
  /** Leaves the numbers as they are. */
  public static final Rounding NONE = Transport.EXACT.rounding(0, 0);

  /**
   * Rounds numbers of a node.
   *
   * @param values the node's sums of the elements from {@code first} on
   * @param first the first of these elements, counted in the whole sum
   * @param level of the node, 0 for leaves
   * @param index of the node on its level
   */
  public <A> void round(A values, int first, int level, int index) {
    transport.round(values, first, level, index, seed, round);
  }

  /**
   * Rounds numbers of a node, the columns of Delta^(1) included.
   *
   * @param sum of the elements from {@code first} on
   * @param first the first of these elements, counted in the whole sum
   * @param level of the node, 0 for leaves
   * @param index of the node on its level
   */
  <A> void round(GradientSum<A> sum, int first, int level, int index) {
    round(sum.values(), first, level, index);
    if (transport != Transport.EXACT) {
      // Elements of columns are counted by themselves, so a slice needs no more than its columns.
      transport.roundColumns(sum.columns(), level, index, seed, ~round);
    }
  }
}
