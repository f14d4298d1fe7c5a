package org.tributary.driver.train;

import java.util.Optional;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.spec.TrainSpec.Monitor;

/**
 * The parameters that measured best on the rows held out: an immutable value.
 *
 * @param epoch the epoch that they are of
 * @param theta the parameters, unrolled
 * @param evaluation the measurement
 * @param worseSince how many measurements in a row after it were no better
 */
public record BestOnHoldout(
    int epoch, ParameterVector theta, Evaluation evaluation, int worseSince) {

  /**
   * Returns the best after a measurement.
   *
   * @param before the best before it, if there was any measurement
   * @param theta unrolled parameters; copied if they are the best
   * @param monitor what makes a measurement better
   */
  static BestOnHoldout after(
      Optional<BestOnHoldout> before,
      int epoch,
      double[] theta,
      Evaluation evaluation,
      Monitor monitor) {
    if (before.isPresent() && !isBetter(evaluation, before.get().evaluation, monitor)) {
      BestOnHoldout best = before.get();
      return new BestOnHoldout(best.epoch, best.theta, best.evaluation, best.worseSince + 1);
    }
    return new BestOnHoldout(epoch, ParameterVector.copyOf(theta), evaluation, 0);
  }

  private static boolean isBetter(Evaluation a, Evaluation b, Monitor monitor) {
    return switch (monitor) {
      case SCORE -> a.score() > b.score();
      case LOSS -> a.loss() < b.loss();
    };
  }
}
