package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;

/**
 * How to train.
 *
 * @param seed where every random number comes from
 * @param epochs the most passes over the data, or iterations of a quasi-Newton method
 * @param precision number format of samples, activations and gradients
 * @param strategy what a round trip computes
 * @param optimizer the update rule
 * @param penalty the penalty on weights
 * @param regularization what training does to samples
 * @param stop when to stop before the last epoch
 * @param evaluateEvery epochs between two measurements on the rows held out
 * @param aggregation how the partitions' sums come together
 */
public record TrainSpec(
    long seed,
    int epochs,
    Precision precision,
    StrategySpec strategy,
    OptimizerSpec optimizer,
    Penalty penalty,
    Regularization regularization,
    StopSpec stop,
    int evaluateEvery,
    AggregationSpec aggregation)
    implements Serializable {

  /** Trains on samples as they are, and leaves it open how the partitions' sums come together. */
  public TrainSpec(
      long seed,
      int epochs,
      Precision precision,
      StrategySpec strategy,
      OptimizerSpec optimizer,
      Penalty penalty,
      StopSpec stop,
      int evaluateEvery) {
    this(
        seed,
        epochs,
        precision,
        strategy,
        optimizer,
        penalty,
        Regularization.NONE,
        stop,
        evaluateEvery,
        AggregationSpec.AUTO);
  }

  /** Returns the same with another strategy. */
  public TrainSpec withStrategy(StrategySpec other) {
    return new TrainSpec(
        seed,
        epochs,
        precision,
        other,
        optimizer,
        penalty,
        regularization,
        stop,
        evaluateEvery,
        aggregation);
  }

  /** Returns the same with another way of aggregation. */
  public TrainSpec withAggregation(AggregationSpec other) {
    return new TrainSpec(
        seed,
        epochs,
        precision,
        strategy,
        optimizer,
        penalty,
        regularization,
        stop,
        evaluateEvery,
        other);
  }

  /**
   * When to stop before the last epoch.
   *
   * @param gradientNorm stop when the gradient is this short or shorter; 0 for never
   * @param improvement stop when the objective improves by this share of itself or less, five times
   *     in a row; 0 for never
   * @param timeBudget stop after the epoch in which this much time has passed
   * @param patience stop after so many measurements on the rows held out without a better one, and
   *     go back to the best; 0 for never
   * @param monitor what makes a measurement better
   */
  public record StopSpec(
      double gradientNorm,
      double improvement,
      Optional<Duration> timeBudget,
      int patience,
      Monitor monitor)
      implements Serializable {
    /** Stops by the objective and the clock alone. */
    public StopSpec(double gradientNorm, double improvement, Optional<Duration> timeBudget) {
      this(gradientNorm, improvement, timeBudget, 0, Monitor.SCORE);
    }
  }

  /** What makes a measurement on the rows held out better than another. */
  public enum Monitor {
    /** A higher score: accuracy, R2, or F1. */
    SCORE,
    /** A lower loss. */
    LOSS
  }
}
