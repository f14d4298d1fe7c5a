package org.tributary.driver.samples;

import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;

/**
 * The cached blocks of one side of the data, in canonical order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param rdd the blocks; a leaf may come in several of them, one after the other, all with its
 *     index
 * @param kernels makes kernels of the blocks' precision
 * @param leaves number of leaves; every one has at least one block, possibly empty
 * @param maxRows the most rows that a block has
 * @param rows number of samples
 */
public record Blocks<A>(
    JavaRDD<Block<A>> rdd, KernelFactory<A> kernels, int leaves, int maxRows, long rows)
    implements AutoCloseable {

  /** Releases the cached blocks. */
  @Override
  public void close() {
    rdd.unpersist(false);
  }
}
