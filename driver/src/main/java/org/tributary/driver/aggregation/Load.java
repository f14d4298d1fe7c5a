package org.tributary.driver.aggregation;

import org.tributary.core.kernel.Encoding;
import org.tributary.core.kernel.Precision;

/**
 * What has to be brought together in a round.
 *
 * @param length numbers of a sum
 * @param precision of each number
 * @param encoding in which partial sums travel
 * @param partitions number of partitions
 * @param subtrees complete subtrees of the summation tree that the partitions hand up together,
 *     each with a sum of its own
 * @param leaves number of leaves of the tree
 */
public record Load(
    int length, Precision precision, Encoding encoding, int partitions, int subtrees, int leaves) {

  /** How many subtrees an executor has left of those of neighbouring partitions, about. */
  private static final int MERGED_SUBTREES = 3;

  /** Returns what is left when each of some executors has added what it has. */
  Load merged(int executors) {
    int left = Math.min(partitions, executors);
    return new Load(
        length, precision, encoding, left, Math.min(subtrees, MERGED_SUBTREES * left), leaves);
  }

  /** Returns the size of one partial sum, as it travels. */
  public long bytes() {
    return (long) length * encoding.bytes(precision);
  }

  /** Returns the size of the whole sum, all bits of which travel. */
  public long wholeBytes() {
    return (long) length * precision.bytes();
  }

  /** Returns the size of all partial sums that the partitions hand up. */
  public long allBytes() {
    return subtrees * bytes();
  }
}
