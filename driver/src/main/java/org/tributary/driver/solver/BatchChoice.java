package org.tributary.driver.solver;

import java.io.Serializable;
import java.util.List;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.random.Permutation;
import org.tributary.core.random.RandomStream;

/**
 * Which samples make a mini-batch: a pure function of seed, epoch and canonical place.
 *
 * <p>The rows of each block are put in a random order of the epoch and dealt, one after the other,
 * to the batches in turn, beginning at a random one. So every row is in exactly one batch of the
 * epoch, a batch takes its rows from everywhere, and finding them costs their number and that of
 * the blocks.
 *
 * @param seed the run's seed
 * @param epoch counted from 0
 * @param batch which batch of the epoch, counted from 0
 * @param batches number of batches an epoch
 */
record BatchChoice(long seed, int epoch, int batch, int batches) implements Serializable {

  /** Returns which step of the run the batch is for, counted from 0. */
  long step() {
    return (long) epoch * batches + batch;
  }

  /** Returns the most rows that some blocks can bring to a batch. */
  int mostRows(List<? extends Block<?>> blocks) {
    return Math.toIntExact(
        blocks.stream().mapToLong(block -> ((long) block.rows() + batches - 1) / batches).sum());
  }

  /** Gathers the rows that a unit's blocks bring to this batch. */
  <A> void gather(List<Block<A>> blocks, Batch<A> into) {
    into.clear();
    int piece = 0;
    for (int b = 0; b < blocks.size(); b++) {
      Block<A> block = blocks.get(b);
      // Blocks of one leaf follow one another; their places tell them apart.
      piece = b > 0 && blocks.get(b - 1).index() == block.index() ? piece + 1 : 0;
      gather(block, piece, into);
    }
  }

  private <A> void gather(Block<A> block, int piece, Batch<A> into) {
    if (block.rows() == 0) {
      return;
    }
    long place = RandomStream.mix(((long) block.index() << 32 | piece) + epoch * 0x9E3779B9L);
    int begin = RandomStream.of(seed, "batch", place).below(batches);
    int first = Math.floorMod(batch - begin, batches);
    if (first >= block.rows()) {
      return;
    }
    Permutation order = new Permutation(block.rows(), seed, "batch-order", place);
    for (long p = first; p < block.rows(); p += batches) {
      into.add(block, order.at((int) p));
    }
  }
}
