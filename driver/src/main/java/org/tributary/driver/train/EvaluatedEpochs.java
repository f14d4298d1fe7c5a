package org.tributary.driver.train;

import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.spec.TrainSpec;

/**
 * The epochs after which the network is evaluated, besides the last one.
 *
 * <p>Where a learning rate is high, the parameters of one epoch are better than those of the next
 * by chance. With {@code evaluateEvery = 0}, only those epochs are compared at which {@code
 * coslog4}, if it spans the whole training, has come down to a rate of 0: at 1/15, 3/15 and 7/15 of
 * the epochs, rounded, and at the end.
 */
final class EvaluatedEpochs {
  private static final int FALLS = 4;
  private static final int WHOLE = (1 << FALLS) - 1;

  private EvaluatedEpochs() {}

  /** Tells whether the network is evaluated after an epoch, counted from 1. */
  static boolean contain(TrainSpec spec, int epoch) {
    if (spec.evaluateEvery() > 0) {
      return epoch % spec.evaluateEvery() == 0;
    }
    boolean falls =
        spec.optimizer() instanceof OptimizerSpec.FirstOrder rule
            && rule.learningRate() instanceof Schedule.CosLog4 schedule
            && schedule.isOpen();
    for (int fall = 1; falls && fall < FALLS; fall++) {
      long end = Math.round((double) spec.epochs() * ((1 << fall) - 1) / WHOLE);
      if (epoch == Math.max(1, end)) {
        return true;
      }
    }
    return false;
  }
}
