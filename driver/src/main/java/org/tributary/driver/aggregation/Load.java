package org.tributary.driver.aggregation;

import org.tributary.core.kernel.Precision;
import org.tributary.core.summation.Transport;
import org.tributary.driver.dataset.LeafRange;

/**
 * The sums to aggregate in a round trip.
 *
 * @param length numbers of a sum
 * @param precision of each number
 * @param transport in which partial sums are sent
 * @param range the leaves of the summation tree of each partition, which returns the sum of each
 *     complete subtree
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

  /** Returns the total number of subtrees that the partitions return. */
  public int subtrees() {
    return range.subtrees();
  }

  /** Returns the load after each executor has added its sums, if its partitions are neighbours. */
  Load merged(int executors) {
    return new Load(length, precision, transport, range.joined(executors));
  }

  /** Returns the encoded size of one partial sum. */
  public long bytes() {
    return (long) length * transport.bytes(precision);
  }

  /** Returns the encoded size of the whole sum, in full precision. */
  public long wholeBytes() {
    return (long) length * precision.bytes();
  }

  /** Returns the encoded size of all partial sums of the partitions. */
  public long allBytes() {
    return subtrees() * bytes();
  }
}
