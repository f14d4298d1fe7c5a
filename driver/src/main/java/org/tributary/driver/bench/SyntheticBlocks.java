package org.tributary.driver.bench;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.random.RandomStream;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.LeafRange;

/**
 * Blocks of samples made from a seed, where they are needed, and cached like those of real data.
 *
 * <p>Features are uniform in [0, 1), as pixels are; classes are drawn without regard to them. Every
 * block depends on its index alone, so the data is the same on any number of partitions.
 *
 * @param rows number of samples
 * @param features s_1
 * @param classes K
 * @param blockRows the most samples a block
 * @param partitions number of partitions
 */
public record SyntheticBlocks(long rows, int features, int classes, int blockRows, int partitions)
    implements Serializable {
  private static final long SEED = 1;

  /** Refuses shapes that hold nothing. */
  public SyntheticBlocks {
    if (rows < 1 || features < 1 || classes < 1 || blockRows < 1 || partitions < 1) {
      throw new IllegalArgumentException(
          "Invalid data: %d rows of %d features and %d classes in blocks of %d on %d partitions"
                  .formatted(rows, features, classes, blockRows, partitions)
              + " (expected 1 or more of each)");
    }
  }

  /** Returns the number of blocks. */
  public int count() {
    return LeafRange.leavesOf(rows, blockRows);
  }

  /** Returns the number of rows of a block; they differ by one at most. */
  int rowsOf(int block) {
    return (int) (rows * (block + 1) / count() - rows * block / count());
  }

  /** Makes and caches the blocks. */
  public <A> Blocks<A> cached(JavaSparkContext spark, KernelFactory<A> kernels) {
    SyntheticBlocks shape = this;
    LeafRange range = LeafRange.even(count(), count(), partitions);
    JavaRDD<Block<A>> rdd =
        spark
            .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
            .mapPartitionsWithIndex((partition, seed) -> shape.of(partition, range, kernels), true)
            .persist(StorageLevel.MEMORY_AND_DISK());
    long blocks = rdd.count();
    if (blocks != count()) {
      throw new IllegalStateException("Cannot measure: " + blocks + " blocks of " + count());
    }
    return new Blocks<>(rdd, kernels, range, blockRows, rows, (double) rows);
  }

  private <A> Iterator<Block<A>> of(int partition, LeafRange range, KernelFactory<A> kernels) {
    return IntStream.range(range.firstGroupOf(partition), range.firstGroupOf(partition + 1))
        .mapToObj(block -> block(block, kernels.create()))
        .iterator();
  }

  <A> Block<A> block(int index, Kernel<A> kernel) {
    RandomStream random = RandomStream.of(SEED, "synthetic", index);
    int count = rowsOf(index);
    A inputs = kernel.allocate(Math.multiplyExact(count, features + 1));
    A weights = kernel.allocate(count);
    int[] targets = new int[count];
    int at = 0;
    for (int r = 0; r < count; r++) {
      kernel.set(inputs, at++, 1);
      for (int j = 0; j < features; j++) {
        kernel.set(inputs, at++, random.uniform());
      }
      kernel.set(weights, r, 1);
      targets[r] = random.below(classes);
    }
    Inputs<A> pixels = new Inputs.Dense<>(features, inputs);
    return new Block<>(index, count, pixels, new ClassTargets<>(targets), weights);
  }
}
