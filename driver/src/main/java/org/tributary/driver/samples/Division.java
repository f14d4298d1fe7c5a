package org.tributary.driver.samples;

/** Into how many units, never split over partitions, a strategy wants the leaves dealt. */
public sealed interface Division {

  /**
   * Returns the number of units.
   *
   * @param leaves number of leaves
   * @param partitions number of partitions
   */
  int units(int leaves, int partitions);

  /** A unit a leaf. */
  record ByLeaf() implements Division {
    @Override
    public int units(int leaves, int partitions) {
      return leaves;
    }
  }

  /**
   * So many units, or as many as partitions, but one a leaf at most.
   *
   * @param count the number; 0 for as many as partitions
   */
  record Into(int count) implements Division {
    @Override
    public int units(int leaves, int partitions) {
      return Math.min(leaves, count == 0 ? partitions : count);
    }
  }

  /**
   * As many units as some rows out of every batch make, but one a leaf at most.
   *
   * @param batch rows of a batch, which come from all units alike
   * @param rows how many of them should come from one unit, about
   */
  record BySize(int batch, int rows) implements Division {
    @Override
    public int units(int leaves, int partitions) {
      return Math.max(1, Math.min(leaves, batch / rows));
    }
  }
}
