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
  private final long seed;
  private final int epoch;
  private final int batches;
  private final long[] places;
  private final int[] begins;
  private final Permutation[] orders;
  private final int mostRows;

  /** Draws where each block begins in the epoch that a choice is of. */
  BatchOrder(List<Block<A>> blocks, BatchChoice choice) {
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
      places[b] = place(leaf, piece, epoch);
      begins[b] = blocks.get(b).rows() == 0 ? 0 : begin(choice, places[b]);
      rows += ((long) blocks.get(b).rows() + batches - 1) / batches;
    }
    this.mostRows = Math.toIntExact(rows);
  }

  private static long place(int leaf, int piece, int epoch) {
    return RandomStream.mix(((long) leaf << 32 | piece) + epoch * 0x9E3779B9L);
  }

  private static int begin(BatchChoice choice, long place) {
    return RandomStream.of(choice.seed(), "batch", place).below(choice.batches());
  }

  /**
   * Returns the rows that one block contributes to the batch of a choice, in the order in which
   * {@link #gather} has them.
   *
   * @param piece how many blocks of the same leaf come before it
   */
  static int[] rows(Block<?> block, int piece, BatchChoice choice) {
    if (block.rows() == 0) {
      return new int[0];
    }
    long place = place(block.index(), piece, choice.epoch());
    int first = choice.batch() - begin(choice, place);
    first = first < 0 ? first + choice.batches() : first;
    if (first >= block.rows()) {
      return new int[0];
    }
    Permutation order = new Permutation(block.rows(), choice.seed(), "batch-order", place);
    int[] rows = new int[1 + (block.rows() - 1 - first) / choice.batches()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = order.at(first + i * choice.batches());
    }
    return rows;
  }

  /** Tells whether this is the order of the epoch that a choice is of. */
  boolean isOf(BatchChoice choice) {
    return epoch == choice.epoch() && seed == choice.seed() && batches == choice.batches();
  }

  /** Returns the most rows that the blocks can contribute to a batch. */
  int mostRows() {
    return mostRows;
  }

  /**
   * Gathers the rows that the blocks contribute to a batch.
   *
   * @param blocks those that the order was drawn for, or copies: it keeps none of them, because
   *     blocks that do not fit in memory are read again for each batch
   */
  void gather(int batch, List<Block<A>> blocks, Batch<A> into) {
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
