package org.tributary.driver.spec;

import java.io.Serializable;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;

/** The training strategy: what a round trip to the cluster computes, and on which samples. */
public sealed interface StrategySpec extends Serializable {

  /** The gradient over every sample: one optimiser step an epoch. */
  record FullBatch() implements StrategySpec {}

  /**
   * The gradient over some samples of the whole data: several optimiser steps an epoch, every
   * sample in one of them.
   *
   * @param batch samples a step, about
   */
  record MiniBatch(int batch) implements StrategySpec {
    /** The default. */
    public static final MiniBatch DEFAULT = new MiniBatch(1024);

    /** Refuses a batch out of its range. */
    public MiniBatch {
      Check.integer("batch", batch, 1, Limits.BATCH);
    }
  }

  /**
   * Optimiser steps of each shard's own on its own samples, then one step of an outer optimiser
   * along the shards' mean displacement.
   *
   * @param shards how many parts the data is cut into, whatever the number of partitions; 0 for as
   *     many as there are partitions at the first run
   * @param batch samples a step of a shard; 0 for a number by the rows and the shards, see {@link
   *     #decided}
   * @param steps steps of a shard between two averagings
   * @param growth what {@code steps} is multiplied by after each round, 1 or more
   * @param outer the outer optimiser; it takes the displacement, turned round, for a gradient
   * @param inner what happens to the shards' optimizer states
   */
  record LocalSteps(
      int shards,
      int batch,
      int steps,
      double growth,
      OptimizerSpec.FirstOrder outer,
      InnerState inner)
      implements StrategySpec {

    /** The default: plain averages. */
    public static final LocalSteps DEFAULT =
        new LocalSteps(
            0,
            0,
            64,
            1,
            new OptimizerSpec.GradientDescent(new Schedule.Constant(1)),
            InnerState.AVERAGE);

    private static final int MOST_DEFAULT_BATCH = ShardBatch.LARGEST;

    /** The default of an outer optimiser with momentum. */
    public static final OptimizerSpec.Nesterov OUTER_NESTEROV =
        new OptimizerSpec.Nesterov(new Schedule.Constant(0.7), 0.9);

    /** Refuses numbers out of their ranges. */
    public LocalSteps {
      Check.integer("number of shards", shards, 0, Limits.PARTITIONS);
      Check.integer("batch", batch, 0, Limits.BATCH);
      Check.integer("steps of a round", steps, 1, Limits.STEPS);
      Check.real("growth of the steps of a round", growth, "1", Limits.GROWTH);
      Check.require(
          !outer.learningRate().isOpen(),
          "schedule of the outer optimiser",
          outer.learningRate(),
          "one of a given length: it counts rounds, not steps");
    }

    /**
     * Returns the same for known data: with its number of shards, and with a batch. A batch of 0
     * becomes the one at which a shard takes so many steps an epoch that accuracy is about that of
     * mini-batches of {@value #MOST_DEFAULT_BATCH} samples of the whole data.
     *
     * @param decided the number of shards, 1 or more
     * @param rows training rows of all shards
     */
    public LocalSteps decided(int decided, long rows) {
      int samples = batch == 0 ? ShardBatch.of(decided, rows) : batch;
      return new LocalSteps(decided, samples, steps, growth, outer, inner);
    }

    /** Returns the most samples a step of a shard, whatever the data. */
    public int mostBatch() {
      return batch == 0 ? MOST_DEFAULT_BATCH : batch;
    }
  }

  /** What happens to the shards' optimizer states after a round. */
  enum InnerState {
    /** They are averaged like the parameters, and each shard continues from the mean. */
    AVERAGE,
    /** Each round starts with a new optimizer state. */
    RESET
  }
}
