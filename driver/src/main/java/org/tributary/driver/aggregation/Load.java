package org.tributary.driver.aggregation;

import org.tributary.core.kernel.Precision;
import org.tributary.core.summation.Transport;
import org.tributary.driver.dataset.LeafRange;

/**
 * What has to be brought together in a round.
 *
 * @param length numbers of a sum
 * @param precision of each number
 * @param transport in which partial sums travel
 * @param range which leaves of the summation tree each partition sums; it hands up the complete
 *     subtrees that they make, each with a sum of its own
 */
public record Load(int length, Precision precision, Transport transport, LeafRange range) {

  /** Returns the number of partitions. */
  public int partitions() {
    return range.partitions();
  }

  /** Returns the number of leaves of the summation tree. */
  public int leaves() {
    return range.leaves();
  }

  /** Returns how many subtrees the partitions hand up together. */
  public int subtrees() {
    return range.subtrees();
  }

  /**
   * Returns what is left when each of some executors has added what it has, if it has a run of
   * neighbours, as {@link org.tributary.driver.dataset.Placement} wants it.
   */
  Load merged(int executors) {
    return new Load(length, precision, transport, range.joined(executors));
  }

  /** Returns the size of one partial sum, as it travels. */
  public long bytes() {
    return (long) length * transport.bytes(precision);
  }

  /** Returns the size of the whole sum, all bits of which travel. */
  public long wholeBytes() {
    return (long) length * precision.bytes();
  }

  /** Returns the size of all partial sums that the partitions hand up. */
  public long allBytes() {
    return subtrees() * bytes();
  }
}
