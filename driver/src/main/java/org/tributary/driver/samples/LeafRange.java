package org.tributary.driver.samples;

import java.io.Serializable;

/**
 * How the leaves of a data set are dealt to units, and units to partitions: runs of equal length,
 * in order. A unit is what a strategy never splits: a leaf, a group of leaves, or a shard.
 *
 * @param leaves number of leaves
 * @param units number of units, at most one a leaf
 * @param partitions number of partitions
 */
public record LeafRange(int leaves, int units, int partitions) implements Serializable {

  /** Deals leaves one by one. */
  LeafRange(int leaves, int partitions) {
    this(leaves, leaves, partitions);
  }

  /** Returns the unit of a leaf. */
  public int unitOf(int leaf) {
    return run(leaf, leaves, units);
  }

  /** Returns the partition of a leaf. */
  int partitionOf(int leaf) {
    return run(unitOf(leaf), units, partitions);
  }

  /**
   * Returns the first leaf of a partition; of the partition after the last, the number of leaves.
   */
  int firstOf(int partition) {
    return first(firstUnitOf(partition), leaves, units);
  }

  /**
   * Returns the first unit of a partition; of the partition after the last, the number of units.
   */
  public int firstUnitOf(int partition) {
    return first(partition, units, partitions);
  }

  private static int run(int item, int items, int runs) {
    return (int) ((long) item * runs / items);
  }

  private static int first(int run, int items, int runs) {
    return (int) (((long) run * items + runs - 1) / runs);
  }
}
