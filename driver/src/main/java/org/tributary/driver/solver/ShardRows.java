package org.tributary.driver.solver;

import java.util.Arrays;
import java.util.List;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.random.Permutation;

/**
 * The rows of a shard in an endless random order: every row once, then every row once in another
 * order, and so on. The order is a function of the seed, the shard and the place alone.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ShardRows<A> {
  private final int shard;
  private final List<Block<A>> blocks;
  private final long seed;
  private final int[] ends;
  private final int rows;

  /** The rows that the blocks have, in ascending order; none if they have all. */
  private final int[] taken;

  private Permutation order;
  private long pass = -1;

  /** Returns the rows of a shard, all of which are in the blocks. */
  ShardRows(int shard, List<Block<A>> blocks, long seed) {
    this(shard, blocks, seed, blocks.stream().mapToInt(Block::rows).sum(), new int[0]);
  }

  /**
   * Returns the rows of a shard, of which the blocks have some.
   *
   * @param rows number of rows of the shard
   * @param taken which of these the blocks have, in ascending order; none if they have all
   */
  ShardRows(int shard, List<Block<A>> blocks, long seed, int rows, int[] taken) {
    this.shard = shard;
    this.blocks = blocks;
    this.seed = seed;
    this.ends = new int[blocks.size()];
    int end = 0;
    for (int b = 0; b < ends.length; b++) {
      end = Math.addExact(end, blocks.get(b).rows());
      ends[b] = end;
    }
    this.rows = rows;
    this.taken = taken;
    this.order = order(Math.max(1, rows), seed, shard, 0);
  }

  /** Returns the order of a pass over the rows of a shard. */
  static Permutation order(int rows, long seed, int shard, long pass) {
    return new Permutation(rows, seed, "shard-" + shard, pass);
  }

  /** Returns the number of rows. */
  int rows() {
    return rows;
  }

  /** Returns a block with a row at least. */
  Block<A> any() {
    return blocks.stream().filter(block -> block.rows() > 0).findFirst().orElseThrow();
  }

  /** Gathers the rows from place {@code from} on, in the endless order. */
  void gather(long from, int count, Batch<A> into) {
    into.clear();
    for (long place = from; place < from + count; place++) {
      add(row(place), into);
    }
  }

  private int row(long place) {
    if (place / rows != pass) {
      pass = place / rows;
      order = order(rows, seed, shard, pass);
    }
    return order.at((int) (place % rows));
  }

  private void add(int ofShard, Batch<A> into) {
    int row = taken.length == 0 ? ofShard : Arrays.binarySearch(taken, ofShard);
    int found = Arrays.binarySearch(ends, row + 1);
    int b = found >= 0 ? firstWith(found) : -found - 1;
    into.add(blocks.get(b), row - (b == 0 ? 0 : ends[b - 1]));
  }

  /** Empty blocks end where the one before them ends; the row is in the first of them. */
  private int firstWith(int found) {
    int b = found;
    while (b > 0 && ends[b - 1] == ends[b]) {
      b--;
    }
    return b;
  }
}
