package org.tributary.driver.solver;

import java.util.List;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.random.Permutation;
import org.tributary.core.random.RandomStream;

/**
 * The order in which the blocks of a group contribute their rows to the batches of one epoch.
 *
 * <p>Row p in the order of a block is in batch (b + p) mod n, with n batches and b drawn for the
 * block. Orders are drawn when a block first contributes, and kept for the rest of the epoch: a
 * batch then costs a comparison for each block and a few operations for each of its rows. Mutable,
 * for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BatchOrder<A> {
  private final List<Block<A>> blocks;
  private final long seed;
  private final int epoch;
  private final int batches;
  private final long[] places;
  private final int[] begins;
  private final Permutation[] orders;
  private final int mostRows;

  /** Draws where each block begins in the epoch that a choice is of. */
  BatchOrder(List<Block<A>> blocks, BatchChoice choice) {
    this.blocks = blocks;
    this.seed = choice.seed();
    this.epoch = choice.epoch();
    this.batches = choice.batches();
    this.places = new long[blocks.size()];
    this.begins = new int[blocks.size()];
    this.orders = new Permutation[blocks.size()];
    long rows = 0;
    int piece = 0;
    for (int b = 0; b < places.length; b++) {
      int leaf = blocks.get(b).index();
      // Blocks of one leaf follow one another; their places tell them apart.
      piece = b > 0 && blocks.get(b - 1).index() == leaf ? piece + 1 : 0;
      places[b] = RandomStream.mix(((long) leaf << 32 | piece) + epoch * 0x9E3779B9L);
      begins[b] =
          blocks.get(b).rows() == 0 ? 0 : RandomStream.of(seed, "batch", places[b]).below(batches);
      rows += ((long) blocks.get(b).rows() + batches - 1) / batches;
    }
    this.mostRows = Math.toIntExact(rows);
  }

  /** Tells whether this is the order of the epoch that a choice is of. */
  boolean isOf(BatchChoice choice) {
    return epoch == choice.epoch() && seed == choice.seed() && batches == choice.batches();
  }

  /** Returns the most rows that the blocks can contribute to a batch. */
  int mostRows() {
    return mostRows;
  }

  /** Gathers the rows that the blocks contribute to a batch. */
  void gather(int batch, Batch<A> into) {
    into.clear();
    for (int b = 0; b < begins.length; b++) {
      int first = batch - begins[b];
      first = first < 0 ? first + batches : first;
      Block<A> block = blocks.get(b);
      if (first < block.rows()) {
        Permutation order = order(b, block.rows());
        for (long p = first; p < block.rows(); p += batches) {
          into.add(block, order.at((int) p));
        }
      }
    }
  }

  private Permutation order(int b, int rows) {
    if (orders[b] == null) {
      orders[b] = new Permutation(rows, seed, "batch-order", places[b]);
    }
    return orders[b];
  }
}
