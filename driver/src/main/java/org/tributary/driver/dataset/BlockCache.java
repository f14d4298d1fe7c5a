package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.source.Parallelism;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.DataSpec;

/**
 * Cuts ordered samples into blocks, and caches them. Mutable: it knows what it has cached, which a
 * failure has to release.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockCache<A> {
  /**
   * How many rows more than the mean a partition may have for the sake of handing up fewer
   * subtrees. Computing on so many takes about as long as sending one subtree over 1 Gbit/s,
   * whatever the size of the model: both grow with it.
   */
  private static final long UNEVEN_ROWS = 1024;

  private final SparkSession spark;
  private final DataSpec spec;
  private final KernelFactory<A> kernels;
  private final List<JavaRDD<?>> cached = new ArrayList<>();

  BlockCache(SparkSession spark, DataSpec spec, KernelFactory<A> kernels) {
    this.spark = spark;
    this.spec = spec;
    this.kernels = kernels;
  }

  /** Returns how many partitions samples are dealt to. */
  int partitions() {
    return spec.partitions() > 0 ? spec.partitions() : Parallelism.of(spark.sparkContext());
  }

  /** Returns how many rows a block has room for. */
  int capacity() {
    return Math.multiplyExact(2, spec.blockRows());
  }

  /** Returns the leaves that so many rows make, and how they are dealt to partitions. */
  LeafRange range(long rows, LeafGrouping grouping) {
    int leaves = LeafRange.leavesOf(rows, spec.blockRows());
    int partitions = partitions();
    int groups = grouping.groups(leaves, partitions);
    // Where tasks share the driver's memory, subtrees do not travel, and equal runs end sooner.
    return spark.sparkContext().isLocal()
        ? LeafRange.even(leaves, groups, partitions)
        : LeafRange.aligned(
            leaves, groups, partitions, (int) (UNEVEN_ROWS * groups / Math.max(1, rows)));
  }

  /**
   * Builds and caches the blocks of samples.
   *
   * @param batch of the samples
   * @param range the leaves of the samples
   * @param path names the samples in Spark's job
   */
  Blocks<A> blocks(
      JavaRDD<SortedSamples> ordered,
      SampleBatch batch,
      LeafRange range,
      BlockBuilder<A> builder,
      String path) {
    int capacity = capacity();
    JavaRDD<Block<A>> rdd =
        Rdds.mapPartitionsWithIndex(
                ordered,
                (partition, rows) ->
                    new BlockIterator<>(
                        new LeafReader(rows, batch.empty(), range, partition, capacity), builder))
            .persist(StorageLevel.MEMORY_AND_DISK());
    cached.add(rdd);
    BlocksSize size =
        JobName.during(
            spark.sparkContext(),
            "the blocks of " + path,
            () -> BlocksSize.of(rdd, range.leaves(), kernels));
    return new Blocks<>(
        rdd,
        kernels,
        range,
        size.maxRows(),
        size.rows(),
        size.weightSum(),
        builder.isSparse() ? OptionalLong.of(size.nonZeros()) : OptionalLong.empty());
  }

  /** Releases all blocks. */
  void release() {
    cached.forEach(rdd -> rdd.unpersist(false));
  }
}
