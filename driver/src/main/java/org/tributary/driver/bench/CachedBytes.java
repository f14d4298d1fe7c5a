package org.tributary.driver.bench;

import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageStatus;
import scala.jdk.javaapi.CollectionConverters;

/** Determines how many bytes the cached partitions of an RDD take. */
final class CachedBytes {
  private CachedBytes() {}

  /**
   * Returns the bytes of an RDD's partitions on all executors, in memory and on disk, as executors
   * reported them before their tasks ended. {@code SparkContext.getRDDStorageInfo} learns of them
   * some time later.
   *
   * @param rdd the id of the RDD
   */
  static long of(int rdd) {
    long bytes = 0;
    for (StorageStatus executor : SparkEnv.get().blockManager().master().getStorageStatus()) {
      Map<BlockId, BlockStatus> blocks = CollectionConverters.asJava(executor.rddBlocks());
      for (Map.Entry<BlockId, BlockStatus> block : blocks.entrySet()) {
        if (block.getKey() instanceof RDDBlockId id && id.rddId() == rdd) {
          bytes += block.getValue().memSize() + block.getValue().diskSize();
        }
      }
    }
    return bytes;
  }
}
