package org.tributary.driver.dataset;

/** Into how many groups, never split over partitions, a strategy wants the leaves dealt. */
public sealed interface LeafGrouping {

  /**
   * Returns the number of groups.
   *
   * @param leaves number of leaves
   * @param partitions number of partitions
   */
  int groups(int leaves, int partitions);

  /** A group a leaf. */
  record ByLeaf() implements LeafGrouping {
    @Override
    public int groups(int leaves, int partitions) {
      return leaves;
    }
  }

  /**
   * So many groups, or as many as partitions, but one a leaf at most.
   *
   * @param count the number; 0 for as many as partitions
   */
  record Into(int count) implements LeafGrouping {
    @Override
    public int groups(int leaves, int partitions) {
      return Math.min(leaves, count == 0 ? partitions : count);
    }
  }

  /**
   * As many groups as some rows out of every batch make, but one a leaf at most.
   *
   * @param batch rows of a batch, which come from all groups alike
   * @param rows how many of them should come from one group, about
   */
  record BySize(int batch, int rows) implements LeafGrouping {
    @Override
    public int groups(int leaves, int partitions) {
      return Math.max(1, Math.min(leaves, batch / rows));
    }
  }
}
