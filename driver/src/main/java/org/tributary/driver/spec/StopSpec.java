package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * When to stop before the last epoch.
 *
 * @param gradientNorm stop when the gradient norm is at most this value; 0 to disable
 * @param improvement stop when the relative improvement of the objective is at most this value in
 *     five consecutive epochs; 0 to disable
 * @param timeBudget stop after the epoch in which this much time has passed
 * @param patience stop after this number of hold-out evaluations without an improvement, and
 *     restore the best parameters; 0 to disable
 * @param monitor the metric for early stopping
 * @param epoch stop after this epoch, of the epochs that schedules span; 0 to disable
 * @param refit largest number of training and validation samples with which, after early stopping
 *     by a validation set, the network is trained again on both; 0 for never
 */
public record StopSpec(
    double gradientNorm,
    double improvement,
    Optional<Duration> timeBudget,
    int patience,
    Monitor monitor,
    int epoch,
    long refit)
    implements Serializable {
  /** The default: training ends with the last epoch. */
  public static final StopSpec NEVER = new StopSpec(0, 0, Optional.empty(), 0, Monitor.SCORE);

  /** Refuses numbers out of their ranges. */
  public StopSpec {
    Check.real("gradient norm to stop at", gradientNorm, "0", Limits.LENGTH);
    Check.real("improvement to stop at", improvement, "0", "1");
    Check.duration("time budget", timeBudget);
    Check.integer("patience", patience, 0, Limits.EPOCHS);
    Check.integer("epoch to stop after", epoch, 0, Limits.EPOCHS);
    Check.integer("number of samples to refit to", refit, 0, Limits.SAMPLES);
  }

  /** Stops by a hold-out set as well, and trains once. */
  public StopSpec(
      double gradientNorm,
      double improvement,
      Optional<Duration> timeBudget,
      int patience,
      Monitor monitor) {
    this(gradientNorm, improvement, timeBudget, patience, monitor, 0, 0);
  }

  /** Stops by the objective and the clock alone. */
  public StopSpec(double gradientNorm, double improvement, Optional<Duration> timeBudget) {
    this(gradientNorm, improvement, timeBudget, 0, Monitor.SCORE);
  }

  /** Returns the same with another gradient norm to stop at. */
  public StopSpec withGradientNorm(double other) {
    return new StopSpec(other, improvement, timeBudget, patience, monitor, epoch, refit);
  }

  /** Returns the same with another improvement to stop at. */
  public StopSpec withImprovement(double other) {
    return new StopSpec(gradientNorm, other, timeBudget, patience, monitor, epoch, refit);
  }

  /** Returns the same without a time budget. */
  public StopSpec withoutTimeBudget() {
    return new StopSpec(
        gradientNorm, improvement, Optional.empty(), patience, monitor, epoch, refit);
  }

  /** Returns the same with another time budget. */
  public StopSpec withTimeBudget(Duration other) {
    return new StopSpec(
        gradientNorm, improvement, Optional.of(other), patience, monitor, epoch, refit);
  }

  /** Returns the same with another patience. */
  public StopSpec withPatience(int other) {
    return new StopSpec(gradientNorm, improvement, timeBudget, other, monitor, epoch, refit);
  }

  /** Returns the same with another metric. */
  public StopSpec withMonitor(Monitor other) {
    return new StopSpec(gradientNorm, improvement, timeBudget, patience, other, epoch, refit);
  }

  /** Returns the same with another epoch to stop after. */
  public StopSpec withEpoch(int other) {
    return new StopSpec(gradientNorm, improvement, timeBudget, patience, monitor, other, refit);
  }

  /** Returns the same with another number of samples to refit to. */
  public StopSpec withRefit(long other) {
    return new StopSpec(gradientNorm, improvement, timeBudget, patience, monitor, epoch, other);
  }
}
