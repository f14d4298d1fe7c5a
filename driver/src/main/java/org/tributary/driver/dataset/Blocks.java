package org.tributary.driver.dataset;

import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Topology;

/**
 * The cached blocks of one side of the data, in canonical order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param rdd the blocks; a leaf may come in several of them, one after the other, all with its
 *     index
 * @param kernels makes kernels of the blocks' precision
 * @param range how leaves are dealt; every leaf has at least one block, possibly empty
 * @param maxRows the most rows that a block has
 * @param rows number of samples
 * @param weightSum m, the sum of their weights
 */
public record Blocks<A>(
    JavaRDD<Block<A>> rdd,
    KernelFactory<A> kernels,
    LeafRange range,
    int maxRows,
    long rows,
    double weightSum)
    implements AutoCloseable {

  /** Returns the number of leaves. */
  public int leaves() {
    return range.leaves();
  }

  /**
   * Returns about how many bytes the numbers of all samples take: inputs with the leading 1,
   * targets and weight.
   */
  public long bytes(Topology topology) {
    int numbers = topology.inputs() + topology.outputs() + 2;
    return rows * numbers * kernels.create().precision().bytes();
  }

  /** Releases the cached blocks. */
  @Override
  public void close() {
    rdd.unpersist(false);
  }
}
