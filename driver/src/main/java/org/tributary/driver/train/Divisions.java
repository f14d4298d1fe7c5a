package org.tributary.driver.train;

import org.tributary.driver.samples.Division;
import org.tributary.driver.spec.StrategySpec;

/** Which rows a strategy wants kept together, whatever the number of partitions. */
public final class Divisions {
  /** Rows of a mini-batch that make one matrix product; with fewer, products are slow. */
  private static final int BATCH_ROWS = 64;

  private Divisions() {}

  /** Returns how to deal the samples for a strategy. */
  public static Division of(StrategySpec strategy) {
    if (strategy instanceof StrategySpec.LocalSteps local) {
      return new Division.Into(local.shards());
    }
    if (strategy instanceof StrategySpec.MiniBatch miniBatch) {
      return new Division.BySize(miniBatch.batch(), BATCH_ROWS);
    }
    return new Division.ByLeaf();
  }
}
