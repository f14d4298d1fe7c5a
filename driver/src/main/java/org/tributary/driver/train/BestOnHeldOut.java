package org.tributary.driver.train;

import java.util.Optional;
import org.tributary.driver.spec.TrainSpec.Monitor;

/**
 * Remembers the parameters that measured best on the rows held out, and for how many measurements
 * there were no better. Mutable.
 */
final class BestOnHeldOut {
  private final int patience;
  private final Monitor monitor;
  private Optional<Best> best = Optional.empty();
  private int since;

  /** The best parameters so far; theta is its own. */
  private static final class Best {
    private final int epoch;
    private final double[] theta;
    private final Evaluation evaluation;

    Best(int epoch, double[] theta, Evaluation evaluation) {
      this.epoch = epoch;
      this.theta = theta.clone();
      this.evaluation = evaluation;
    }
  }

  /**
   * Remembers nothing yet.
   *
   * @param patience measurements without a better one until it is exhausted, 1 or more
   */
  BestOnHeldOut(int patience, Monitor monitor) {
    this.patience = patience;
    this.monitor = monitor;
  }

  /** Takes a measurement into account. */
  void consider(int epoch, double[] theta, Evaluation evaluation) {
    if (best.isEmpty() || isBetter(evaluation, best.get().evaluation)) {
      best = Optional.of(new Best(epoch, theta, evaluation));
      since = 0;
    } else {
      since++;
    }
  }

  private boolean isBetter(Evaluation a, Evaluation b) {
    return switch (monitor) {
      case SCORE -> a.score() > b.score();
      case LOSS -> a.loss() < b.loss();
    };
  }

  /** Tells whether as many measurements as the patience brought nothing better. */
  boolean isExhausted() {
    return since >= patience;
  }

  /** Returns the epoch of the best measurement; 0 before the first. */
  int epoch() {
    return best.map(b -> b.epoch).orElse(0);
  }

  /** Returns the best parameters, or others before the first measurement. */
  double[] thetaOr(double[] others) {
    return best.map(b -> b.theta.clone()).orElse(others);
  }

  /** Returns the best measurement, if there was any. */
  Optional<Evaluation> evaluation() {
    return best.map(b -> b.evaluation);
  }
}
