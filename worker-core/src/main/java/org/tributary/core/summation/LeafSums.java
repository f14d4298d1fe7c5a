package org.tributary.core.summation;

import org.tributary.core.data.Block;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;

/**
 * Sums over the blocks of one partition, which come in canonical order, into a {@link
 * SummationTree}. A leaf that comes in several blocks is summed in their order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class LeafSums<A> {

  /**
   * What is summed over the samples of a block.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  public interface Term<A> {
    /**
     * Overwrites {@code values} with the block's sum.
     *
     * @return sum of w_i Loss_i of the block
     */
    double sum(Block<A> block, A values);

    /** Returns the part of the last sum that is kept by columns. */
    default ColumnSums<A> columns() {
      return ColumnSums.none();
    }
  }

  private final Kernel<A> kernel;
  private final SummationTree<A> tree;
  private final Term<A> term;
  private int leaf = -1;
  private A values;
  private ColumnSums<A> columns = ColumnSums.none();
  private double lossSum;
  private double weightSum;

  /**
   * Makes an empty sum.
   *
   * @param size number of elements of a sum
   */
  public LeafSums(Kernel<A> kernel, int size, Term<A> term) {
    this(kernel, size, term, Rounding.NONE);
  }

  /**
   * Makes an empty sum whose nodes are rounded as they become complete.
   *
   * @param size number of elements of a sum
   */
  public LeafSums(Kernel<A> kernel, int size, Term<A> term, Rounding rounding) {
    this.kernel = kernel;
    this.tree = new SummationTree<>(kernel, size, rounding);
    this.term = term;
    this.values = tree.buffer();
  }

  /** Adds a block, whose index is not below that of any block before it. */
  public void add(Block<A> block) {
    if (block.index() == leaf) {
      A more = tree.buffer();
      lossSum += term.sum(block, more);
      kernel.blend(values, 1, more, 1);
      columns = columns.add(term.columns(), kernel);
      tree.release(more);
    } else {
      closeLeaf();
      leaf = block.index();
      lossSum = term.sum(block, values);
      columns = term.columns();
      weightSum = 0;
    }
    for (int r = 0; r < block.rows(); r++) {
      weightSum += kernel.get(block.weights(), r);
    }
  }

  /**
   * Empties the sum and takes back the arrays that it handed over.
   *
   * @param rounding of the nodes from now on
   */
  public void clear(Rounding rounding) {
    tree.clear(rounding);
    values = tree.buffer();
    leaf = -1;
  }

  private void closeLeaf() {
    if (leaf >= 0) {
      tree.add(leaf, values, columns, lossSum, weightSum);
      values = tree.buffer();
    }
  }

  /** Returns the sum; nothing may be added afterwards. */
  public PartialSum<A> partialSum() {
    closeLeaf();
    leaf = -1;
    return tree.partialSum();
  }
}
