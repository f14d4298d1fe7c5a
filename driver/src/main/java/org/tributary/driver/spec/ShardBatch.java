package org.tributary.driver.spec;

/**
 * The default batch size of a shard with local steps, by the number of shards S and of rows m:
 *
 * <pre>
 *   B = max(L, min(128, m / (500 S)))    L = max(4, 128 / S^1.5), rounded
 * </pre>
 *
 * <p>Averaging the steps of S shards costs about as many samples as one step on a batch of S B
 * samples, and advances the weights as far as one step of a shard. With B = 128 / S, an epoch has
 * as many steps as with mini-batches of 128, but each follows a noisier gradient, and an adaptive
 * rule takes a smaller step along it: by a factor of up to sqrt(S). With L, an epoch has sqrt(S)
 * times as many steps. No batch is below 4, because every step updates all weights and the arrays
 * of the optimiser. Where the rows suffice for five hundred steps an epoch, larger batches take
 * less time for each sample.
 *
 * <p>Decision 4 (strategies on one round trip) has the measurements.
 */
final class ShardBatch {
  /** The batch of a single shard, and the largest. */
  static final int LARGEST = 128;

  private static final int SMALLEST = 4;

  /** Steps of a shard in an epoch from which a batch is larger than the number of shards needs. */
  private static final long STEPS_AN_EPOCH = 500;

  private ShardBatch() {}

  /**
   * Returns the default batch size of a shard.
   *
   * @param shards number of shards, 1 or more
   * @param rows training rows of all shards
   */
  static int of(int shards, long rows) {
    long least = Math.max(SMALLEST, Math.round(LARGEST / (shards * Math.sqrt(shards))));
    return (int) Math.max(least, Math.min(LARGEST, rows / (STEPS_AN_EPOCH * shards)));
  }
}
