package org.tributary.driver.solver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.random.Permutation;

/**
 * Takes from the blocks of a partition the rows that its shards need for a round of local steps, so
 * that a task holds {@code steps x batch} rows and one block, not the rows of a shard. If the steps
 * of a round go through a whole shard, it holds the blocks of that. Mutable, for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ShardSelection<A> {
  private static final int[] ALL = {};

  private final LocalStepsWork<A> work;
  private final Kernel<A> kernel;

  /** The rows that are taken of each shard that was begun, in ascending order; or {@link #ALL}. */
  private final Map<Integer, int[]> taken = new HashMap<>();

  private long from;
  private long count;
  private int shard = -1;
  private int before;

  ShardSelection(LocalStepsWork<A> work, Kernel<A> kernel) {
    this.work = work;
    this.kernel = kernel;
  }

  /** Starts a round. */
  void begin(LocalRound round) {
    from = round.done() * work.batch();
    count = (long) round.steps() * work.batch();
    shard = -1;
    taken.clear();
  }

  /** Returns the rows that the round takes of a block; blocks come in canonical order. */
  Block<A> kept(Block<A> block) {
    int own = work.range().groupOf(block.index());
    if (own != shard) {
      shard = own;
      before = 0;
      taken.put(shard, rowsOf(shard));
    }
    int[] rows = taken.get(shard);
    int first = before;
    before += block.rows();
    if (block.rows() == 0 || rows.length == 0) {
      return block;
    }
    int begin = place(rows, first);
    int end = place(rows, before);
    // Of exactly as many rows, or the width of its targets could not be told.
    Batch<A> some = new Batch<>(kernel, Math.max(1, end - begin), block);
    for (int i = begin; i < end; i++) {
      some.add(block, rows[i] - first);
    }
    return some.block(block.index());
  }

  /** Returns how many of the rows are before one. */
  private static int place(int[] rows, int row) {
    int found = Arrays.binarySearch(rows, row);
    return found < 0 ? -found - 1 : found;
  }

  private int[] rowsOf(int ofShard) {
    int rows = work.rowsOfShards()[ofShard];
    if (count >= rows) {
      return ALL;
    }
    int[] all = new int[(int) count];
    long pass = -1;
    Permutation order = ShardRows.order(rows, work.seed(), ofShard, 0);
    for (int i = 0; i < all.length; i++) {
      long place = from + i;
      if (place / rows != pass) {
        pass = place / rows;
        order = ShardRows.order(rows, work.seed(), ofShard, pass);
      }
      all[i] = order.at((int) (place % rows));
    }
    Arrays.sort(all);
    return Arrays.stream(all).distinct().toArray();
  }

  /**
   * Returns the rows of a shard.
   *
   * @param blocks what {@link #kept} has returned of its blocks; if that was never called, all
   */
  ShardRows<A> rows(int ofShard, List<Block<A>> blocks) {
    int[] rows = taken.remove(ofShard);
    return rows == null
        ? new ShardRows<>(ofShard, blocks, work.seed())
        : new ShardRows<>(ofShard, blocks, work.seed(), work.rowsOfShards()[ofShard], rows);
  }
}
