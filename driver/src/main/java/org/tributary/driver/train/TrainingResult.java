package org.tributary.driver.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tributary.core.model.Decision;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.solver.StopReason;

/** The result of a training run. Holds its own copy of theta. */
public final class TrainingResult {
  private final ParameterLayout layout;
  private final double[] theta;
  private final Decision decision;
  private final int epoch;
  private final StopReason stopReason;
  private final List<EpochEnd> history;
  private final Optional<Evaluation> holdout;
  private final ThetaChain chain;
  private final Duration elapsed;

  TrainingResult(
      ParameterLayout layout,
      double[] theta,
      Decision decision,
      int epoch,
      StopReason stopReason,
      List<EpochEnd> history,
      Optional<Evaluation> holdout,
      ThetaChain chain,
      Duration elapsed) {
    this.layout = layout;
    this.theta = theta.clone();
    this.decision = decision;
    this.epoch = epoch;
    this.stopReason = stopReason;
    this.history = List.copyOf(history);
    this.holdout = holdout;
    this.chain = chain;
    this.elapsed = elapsed;
  }

  /** Returns the network and the layout of its parameters. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Returns a copy of the trained parameters, unrolled. */
  public double[] theta() {
    return theta.clone();
  }

  /** Returns what was learned on the hold-out set about turning logits into a prediction. */
  public Decision decision() {
    return decision;
  }

  /** Returns the epoch of the parameters; 0 for the initial parameters. */
  public int epoch() {
    return epoch;
  }

  /** Returns the stop reason. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** Returns all epochs, in order. */
  public List<EpochEnd> history() {
    return history;
  }

  /** Returns the last epoch; empty if the initial parameters could not be improved. */
  public Optional<EpochEnd> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** Returns the hold-out metrics of the trained parameters, if there is a hold-out set. */
  public Optional<Evaluation> holdout() {
    return holdout;
  }

  /** Returns hashes of the parameters, from the initial ones to those of the last epoch. */
  public ThetaChain chain() {
    return chain;
  }

  /** Returns the training time, from the first round trip to the last evaluation. */
  public Duration elapsed() {
    return elapsed;
  }
}
