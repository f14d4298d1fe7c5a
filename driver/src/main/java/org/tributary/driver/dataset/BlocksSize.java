package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.LeafSums;
import org.tributary.core.summation.PartialSum;

/** How large a set of blocks is; finding out fills the cache. */
final class BlocksSize implements Serializable {
  private static final long serialVersionUID = 1;

  private final int maxRows;
  private final long rows;
  private final double weightSum;

  private BlocksSize(int maxRows, long rows, double weightSum) {
    this.maxRows = maxRows;
    this.rows = rows;
    this.weightSum = weightSum;
  }

  /**
   * Measures the blocks of all leaves; the sum of weights has the same bits on any partitioning.
   */
  static <A> BlocksSize of(JavaRDD<Block<A>> blocks, int leaves, KernelFactory<A> kernels) {
    Counted<A> total =
        blocks
            .mapPartitions(partition -> List.of(count(partition, kernels)).iterator())
            .treeReduce((a, b) -> a.merge(b, kernels.create()));
    double weights = total.weights.total(leaves, kernels.create()).weightSum();
    return new BlocksSize(total.maxRows, total.rows, weights);
  }

  private static <A> Counted<A> count(Iterator<Block<A>> blocks, KernelFactory<A> kernels) {
    Kernel<A> kernel = kernels.create();
    LeafSums<A> weights = new LeafSums<>(kernel, 0, (block, none) -> 0);
    int maxRows = 0;
    long rows = 0;
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      weights.add(block);
      maxRows = Math.max(maxRows, block.rows());
      rows += block.rows();
    }
    return new Counted<>(maxRows, rows, weights.partialSum());
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

  private static final class Counted<A> implements Serializable {
    private static final long serialVersionUID = 1;

    private final int maxRows;
    private final long rows;
    private final PartialSum<A> weights;

    Counted(int maxRows, long rows, PartialSum<A> weights) {
      this.maxRows = maxRows;
      this.rows = rows;
      this.weights = weights;
    }

    Counted<A> merge(Counted<A> other, Kernel<A> kernel) {
      return new Counted<>(
          Math.max(maxRows, other.maxRows),
          rows + other.rows,
          weights.merge(other.weights, kernel));
    }
  }
}
