package org.tributary.driver.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.solver.StopReason;

/** The result of a training run. Holds its own copy of theta. */
public final class TrainingResult {
  private final ParameterLayout layout;
  private final double[] theta;
  private final int epoch;
  private final StopReason stopReason;
  private final List<EpochEnd> history;
  private final Optional<Evaluation> holdout;
  private final Duration elapsed;

  TrainingResult(
      ParameterLayout layout,
      double[] theta,
      int epoch,
      StopReason stopReason,
      List<EpochEnd> history,
      Optional<Evaluation> holdout,
      Duration elapsed) {
    this.layout = layout;
    this.theta = theta.clone();
    this.epoch = epoch;
    this.stopReason = stopReason;
    this.history = List.copyOf(history);
    this.holdout = holdout;
    this.elapsed = elapsed;
  }

  /** Returns the network and where its parameters lie. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Returns a copy of the trained parameters, unrolled. */
  public double[] theta() {
    return theta.clone();
  }

  /** Returns the epoch that the parameters are of; 0 for the initial ones. */
  public int epoch() {
    return epoch;
  }

  /** Returns why training ended. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** Returns every epoch, in order. */
  public List<EpochEnd> history() {
    return history;
  }

  /** Returns the last epoch; none where the initial parameters could not be bettered. */
  public Optional<EpochEnd> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** Returns the evaluation of the trained parameters on the hold-out set, if there is one. */
  public Optional<Evaluation> holdout() {
    return holdout;
  }

  /** Returns how long training took, from the first round to the last evaluation. */
  public Duration elapsed() {
    return elapsed;
  }
}
