package org.tributary.driver.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spark.JobName;

/**
 * The blocks of a data set in the driver's memory, in canonical order. Immutable; the arrays may be
 * those that Spark caches and must not be written to.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DriverBlocks<A> {
  private final List<Block<A>> blocks;
  private final ThreadTeam team;

  private DriverBlocks(List<Block<A>> blocks, ThreadTeam team) {
    this.blocks = Collections.unmodifiableList(blocks);
    this.team = team;
  }

  /**
   * Brings the blocks of a data set to the driver: by reference where tasks are threads of its
   * process, by the network elsewhere.
   *
   * @param team the threads that will work on them
   */
  public static <A> DriverBlocks<A> of(JavaSparkContext spark, Blocks<A> blocks, ThreadTeam team) {
    return JobName.during(
        spark.sc(),
        "the collection of the blocks",
        () ->
            new DriverBlocks<>(
                spark.isLocal() ? SharedBlocks.of(blocks.rdd()) : blocks.rdd().collect(), team));
  }

  /** Returns the blocks in canonical order. */
  public List<Block<A>> blocks() {
    return blocks;
  }

  /** Returns the threads that work on them. */
  public ThreadTeam team() {
    return team;
  }

  /** Returns the blocks of each group of leaves, in order; every group has one at least. */
  public List<List<Block<A>>> groups(LeafRange range) {
    List<List<Block<A>>> groups = new ArrayList<>();
    for (int group = 0; group < range.groups(); group++) {
      groups.add(new ArrayList<>());
    }
    for (Block<A> block : blocks) {
      groups.get(range.groupOf(block.index())).add(block);
    }
    return groups;
  }
}
