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
  private Permutation order;
  private long pass = -1;

  ShardRows(int shard, List<Block<A>> blocks, long seed) {
    this.shard = shard;
    this.blocks = blocks;
    this.seed = seed;
    this.ends = new int[blocks.size()];
    int end = 0;
    for (int b = 0; b < ends.length; b++) {
      end = Math.addExact(end, blocks.get(b).rows());
      ends[b] = end;
    }
    this.rows = end;
    this.order = new Permutation(Math.max(1, rows), seed, "shard", 0);
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
      order = new Permutation(rows, seed, "shard-" + shard, pass);
    }
    return order.at((int) (place % rows));
  }

  private void add(int row, Batch<A> into) {
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
