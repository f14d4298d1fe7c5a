package org.tributary.driver.solver;

import org.tributary.driver.dataset.LeafGrouping;
import org.tributary.driver.spec.StrategySpec;

/** Which rows a strategy wants kept together, whatever the number of partitions. */
public final class StrategyGrouping {
  /** Rows of a mini-batch that make one matrix product; with fewer, products are slow. */
  private static final int BATCH_ROWS = 64;

  private StrategyGrouping() {}

  /** Returns how to deal the samples for a strategy. */
  public static LeafGrouping of(StrategySpec strategy) {
    if (strategy instanceof StrategySpec.LocalSteps local) {
      return new LeafGrouping.Into(local.shards());
    }
    if (strategy instanceof StrategySpec.MiniBatch miniBatch) {
      return new LeafGrouping.BySize(miniBatch.batch(), BATCH_ROWS);
    }
    return new LeafGrouping.ByLeaf();
  }
}
