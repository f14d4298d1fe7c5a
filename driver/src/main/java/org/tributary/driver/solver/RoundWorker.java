package org.tributary.driver.solver;

import java.util.List;
import org.tributary.core.data.Block;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;

/**
 * The work of one thread in a round, with buffers that it uses again in the next. Mutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <T> what every worker starts from
 * @param <P> the parameters of one round
 */
interface RoundWorker<A, T, P> {

  /**
   * Starts a round. The arrays of the last partial sum are taken back.
   *
   * @param start must not change before the round is over
   * @param rounding of the nodes of the summation tree
   */
  void begin(T start, P round, Rounding rounding);

  /**
   * Returns what a worker needs of a block until its group is whole: the block, or the rows of it
   * that the round takes. Blocks come in canonical order. Where groups do not fit in memory, a
   * round must not hold the blocks of one; a worker that is given kept blocks is given no others.
   */
  default Block<A> kept(Block<A> block) {
    return block;
  }

  /** Adds blocks of a group; groups come in ascending order, the blocks of each in theirs. */
  void add(int group, List<Block<A>> blocks);

  /** Returns the sums over the groups added; its arrays are valid until the next round begins. */
  PartialSum<A> partialSum();
}
