package org.tributary.driver.solver;

import java.io.Serializable;

/**
 * Which samples form a mini-batch: a pure function of seed, epoch and canonical place.
 *
 * <p>The rows of each block are put in a random order of the epoch and distributed, one after the
 * other, over the batches in turn, starting at a random one; see {@link BatchOrder}. So every row
 * is in exactly one batch of the epoch, and a batch takes its rows from everywhere.
 *
 * @param seed the run's seed
 * @param epoch counted from 0
 * @param batch which batch of the epoch, counted from 0
 * @param batches number of batches in an epoch
 */
record BatchChoice(long seed, int epoch, int batch, int batches) implements Serializable {

  /** Returns which step of the run the batch is for, counted from 0. */
  long step() {
    return (long) epoch * batches + batch;
  }
}
