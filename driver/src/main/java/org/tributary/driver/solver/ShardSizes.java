package org.tributary.driver.solver;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/** Counts the rows of each shard. */
final class ShardSizes {
  private ShardSizes() {}

  /** Returns the number of rows of each shard, in one pass over the blocks. */
  static <A> int[] of(JavaSparkContext spark, Blocks<A> blocks) {
    LeafRange range = blocks.range();
    List<int[]> counts =
        JobName.during(
            spark.sc(),
            "rows of the shards",
            () -> Rdds.collect(Rdds.mapPartitions(blocks.rdd(), own -> count(own, range))));
    int[] rows = new int[range.groups()];
    for (int[] count : counts) {
      rows[count[0]] += count[1];
    }
    return rows;
  }

  /** Returns the shards of a partition, each with its number of rows. */
  private static <A> Iterator<int[]> count(Iterator<Block<A>> blocks, LeafRange range) {
    Map<Integer, Integer> rows = new HashMap<>();
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      rows.merge(range.groupOf(block.index()), block.rows(), Math::addExact);
    }
    return rows.entrySet().stream()
        .map(each -> new int[] {each.getKey(), each.getValue()})
        .iterator();
  }
}
