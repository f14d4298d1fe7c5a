package org.tributary.driver.dataset;

import java.util.OptionalLong;
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
 * @param nonZeros how many numbers their inputs hold, where all are sparse; empty where all are
 *     dense
 */
public record Blocks<A>(
    JavaRDD<Block<A>> rdd,
    KernelFactory<A> kernels,
    LeafRange range,
    int maxRows,
    long rows,
    double weightSum,
    OptionalLong nonZeros)
    implements AutoCloseable {

  /** Describes blocks of dense inputs. */
  public Blocks(
      JavaRDD<Block<A>> rdd,
      KernelFactory<A> kernels,
      LeafRange range,
      int maxRows,
      long rows,
      double weightSum) {
    this(rdd, kernels, range, maxRows, rows, weightSum, OptionalLong.empty());
  }

  /** Tells whether the inputs of all blocks are sparse. */
  public boolean areSparse() {
    return nonZeros.isPresent();
  }

  /** Returns the number of leaves. */
  public int leaves() {
    return range.leaves();
  }

  /**
   * Returns about how many bytes the numbers of all samples take: inputs with the leading 1, or
   * their non-zeros with their columns, targets and weight.
   */
  public long bytes(Topology topology) {
    int number = kernels.create().precision().bytes();
    if (nonZeros.isPresent()) {
      long ofRows = rows * ((topology.outputs() + 1L) * number + Integer.BYTES);
      return nonZeros.getAsLong() * (number + Integer.BYTES) + ofRows;
    }
    int numbers = topology.inputs() + topology.outputs() + 2;
    return rows * numbers * number;
  }

  /** Releases the cached blocks. */
  @Override
  public void close() {
    rdd.unpersist(false);
  }
}
