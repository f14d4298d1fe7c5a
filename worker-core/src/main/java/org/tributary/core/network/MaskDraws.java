package org.tributary.core.network;

import org.tributary.core.data.Block;
import org.tributary.core.random.RandomStream;

/**
 * Which dropout masks the blocks of a step get: a pure function of the seed, the step, the block's
 * index and how many rows came before it under the same index.
 *
 * <p>So a row's mask is decided by its canonical leaf and its place in it, or, where a strategy
 * gathers rows, by their unit and their place in the batch; never by partitions, threads or
 * retries. Mutable: blocks are asked for in their order, those of one index one after the other.
 */
public final class MaskDraws {
  private final long key;
  private int index = -1;
  private long rows;

  /**
   * Begins a step.
   *
   * @param seed the run's seed
   * @param step which step of the run; every step has masks of its own
   */
  public MaskDraws(long seed, long step) {
    this.key = RandomStream.key(seed, "dropout", step);
  }

  /** Returns 64 bits that all masks of the block follow from. */
  public long next(Block<?> block) {
    if (block.index() != index) {
      index = block.index();
      rows = 0;
    }
    long place = (long) index << 32 ^ rows;
    rows += block.rows();
    return RandomStream.mix(key ^ RandomStream.mix(place + 0x9E3779B97F4A7C15L));
  }
}
