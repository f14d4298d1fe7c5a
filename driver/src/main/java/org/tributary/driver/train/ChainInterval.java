package org.tributary.driver.train;

import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.StrategySpec;

/**
 * How many epochs lie between two links of the chain of hashes. It depends only on the job and the
 * data, so that a repetition makes the same links.
 *
 * <p>A hash takes about as long as computing the gradient of some 200 samples on one core. Between
 * two links, {@value #SAMPLES} samples at least are propagated, and on the full batch, where an
 * epoch may be one round trip to a large cluster, {@value #ROUNDS} round trips are made.
 */
final class ChainInterval {
  private static final int SAMPLES = 1 << 17;
  private static final int ROUNDS = 16;

  private ChainInterval() {}

  /**
   * Returns the number of epochs.
   *
   * @param blocks the training samples
   * @param inputs number of inputs of the network
   */
  static int epochs(Blocks<?> blocks, int inputs, StrategySpec strategy) {
    // Only the features that are not 0 take time.
    long samples =
        blocks.nonZeros().isPresent()
            ? Math.max(1, blocks.nonZeros().getAsLong() / Math.max(1, inputs))
            : Math.max(1, blocks.rows());
    long interval = Math.min(Limits.EPOCHS, (SAMPLES + samples - 1) / samples);
    long least = strategy instanceof StrategySpec.FullBatch ? ROUNDS : 1;
    return (int) Math.max(least, interval);
  }
}
