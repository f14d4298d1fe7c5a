package org.tributary.driver.samples;

import java.io.Serializable;

/**
 * How the leaves of a data set are dealt to partitions: runs of equal length, in order.
 *
 * @param leaves number of leaves
 * @param partitions number of partitions
 */
record LeafRange(int leaves, int partitions) implements Serializable {

  /** Returns the partition of a leaf. */
  int partitionOf(int leaf) {
    return (int) ((long) leaf * partitions / leaves);
  }

  /**
   * Returns the first leaf of a partition; of the partition after the last, the number of leaves.
   */
  int firstOf(int partition) {
    return (int) (((long) partition * leaves + partitions - 1) / partitions);
  }
}
