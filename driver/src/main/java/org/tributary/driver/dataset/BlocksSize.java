package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.LeafSums;
import org.tributary.core.summation.PartialSum;
import org.tributary.driver.spark.Rdds;

/** How large a set of blocks is; finding out fills the cache. */
final class BlocksSize implements Serializable {
  private static final long serialVersionUID = 1;

  private final int maxRows;
  private final long rows;
  private final double weightSum;
  private final long nonZeros;

  private BlocksSize(int maxRows, long rows, double weightSum, long nonZeros) {
    this.maxRows = maxRows;
    this.rows = rows;
    this.weightSum = weightSum;
    this.nonZeros = nonZeros;
  }

  /**
   * Measures the blocks of all leaves; the sum of weights has the same bits on any partitioning.
   */
  static <A> BlocksSize of(JavaRDD<Block<A>> blocks, int leaves, KernelFactory<A> kernels) {
    Counted<A> total =
        Rdds.reduce(
            Rdds.mapPartitions(blocks, partition -> List.of(count(partition, kernels)).iterator()),
            (a, b) -> a.merge(b, kernels.create()));
    double weights = total.weights.total(leaves, kernels.create()).weightSum();
    return new BlocksSize(total.maxRows, total.rows, weights, total.nonZeros);
  }

  private static <A> Counted<A> count(Iterator<Block<A>> blocks, KernelFactory<A> kernels) {
    Kernel<A> kernel = kernels.create();
    LeafSums<A> weights = new LeafSums<>(kernel, 0, (block, none) -> 0);
    int maxRows = 0;
    long rows = 0;
    long nonZeros = 0;
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      weights.add(block);
      maxRows = Math.max(maxRows, block.rows());
      rows += block.rows();
      if (block.inputs() instanceof Inputs.Csr<A> sparse) {
        nonZeros += sparse.rowPointers()[block.rows()];
      }
    }
    return new Counted<>(maxRows, rows, weights.partialSum(), nonZeros);
  }

  /** Returns the most rows that a block has. */
  int maxRows() {
    return maxRows;
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns m, the sum of the weights. */
  double weightSum() {
    return weightSum;
  }

  /** Returns how many numbers sparse inputs hold. */
  long nonZeros() {
    return nonZeros;
  }

  private static final class Counted<A> implements Serializable {
    private static final long serialVersionUID = 1;

    private final int maxRows;
    private final long rows;
    private final PartialSum<A> weights;
    private final long nonZeros;

    Counted(int maxRows, long rows, PartialSum<A> weights, long nonZeros) {
      this.maxRows = maxRows;
      this.rows = rows;
      this.weights = weights;
      this.nonZeros = nonZeros;
    }

    Counted<A> merge(Counted<A> other, Kernel<A> kernel) {
      return new Counted<>(
          Math.max(maxRows, other.maxRows),
          rows + other.rows,
          weights.merge(other.weights, kernel),
          nonZeros + other.nonZeros);
    }
  }
}
