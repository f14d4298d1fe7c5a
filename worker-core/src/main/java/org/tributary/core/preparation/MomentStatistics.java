package org.tributary.core.preparation;

import org.tributary.core.summation.LeafTree;

/**
 * Sums of w (x - s), w (x - s)^2 and w over the rows, three for each cell of some columns, where s
 * is a shift by which the sums do not cancel. A missing cell adds nothing.
 */
final class MomentStatistics implements ColumnStatistics {
  private static final long serialVersionUID = 1;

  private static final double[] NO_LEAF = {};

  private final int[] cells;
  private final double[] shift;
  private final MomentsPass.Scale scale;
  private final LeafTree<double[]> tree = new LeafTree<>();
  private long leaves;

  /** The sums of the leaf begun last, which the tree holds too. */
  private double[] leaf = NO_LEAF;

  /**
   * Makes sums of no leaves; the arrays are not copied.
   *
   * @param cells where the cells are in a row
   * @param shift s of each
   * @param scale what x is: the cell, or its logarithm
   */
  MomentStatistics(int[] cells, double[] shift, MomentsPass.Scale scale) {
    this.cells = cells;
    this.shift = shift;
    this.scale = scale;
  }

  @Override
  public void startLeaf(int number) {
    leaf = new double[Math.multiplyExact(3, cells.length)];
    tree.add(number, leaf, MomentStatistics::join);
    leaves++;
  }

  @Override
  public void add(RawCells row, int first, double weight) {
    int n = cells.length;
    for (int j = 0; j < n; j++) {
      double d = scale.of(row.number(first + cells[j])) - shift[j];
      if (!Double.isNaN(d)) {
        leaf[j] += weight * d;
        leaf[n + j] += weight * d * d;
        leaf[2 * n + j] += weight;
      }
    }
  }

  @Override
  public MomentStatistics merge(ColumnStatistics other) {
    MomentStatistics that = (MomentStatistics) other;
    tree.merge(that.tree, MomentStatistics::join);
    leaves += that.leaves;
    leaf = NO_LEAF;
    return this;
  }

  private static double[] join(double[] left, double[] right) {
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i];
    }
    return left;
  }

  /**
   * Returns the sums over all leaves: n of w (x - s), n of w (x - s)^2, and n of w. These
   * statistics may not be used afterwards.
   *
   * @throws IllegalStateException if there are more or fewer leaves
   */
  double[] total(int expected) {
    if (leaves != expected || leaves == 0) {
      throw new IllegalStateException("Cannot total: " + leaves + " leaves of " + expected);
    }
    return tree.total(NO_LEAF, MomentStatistics::join);
  }
}
