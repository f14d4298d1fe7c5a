package org.tributary.driver.train;

import java.util.Optional;
import org.tributary.core.metrics.Metric;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.spec.Monitor;

/**
 * The parameters with the best hold-out metric. Immutable.
 *
 * @param epoch the epoch of the parameters
 * @param theta the parameters, unrolled
 * @param measurement their hold-out metrics
 * @param worseSince number of later evaluations without an improvement
 */
public record BestOnHoldout(
    int epoch, ParameterVector theta, Measurement measurement, int worseSince) {

  /**
   * Returns the best after an evaluation.
   *
   * @param before the best before it, if there was an earlier evaluation
   * @param theta unrolled parameters; copied if they are the best
   * @param monitor the metric to compare
   */
  static BestOnHoldout after(
      Optional<BestOnHoldout> before,
      int epoch,
      double[] theta,
      Measurement measurement,
      Monitor monitor) {
    if (before.isPresent() && !isBetter(measurement, before.get().measurement, monitor)) {
      BestOnHoldout best = before.get();
      return new BestOnHoldout(best.epoch, best.theta, best.measurement, best.worseSince + 1);
    }
    return new BestOnHoldout(epoch, ParameterVector.copyOf(theta), measurement, 0);
  }

  private static boolean isBetter(Measurement a, Measurement b, Monitor monitor) {
    Metric metric = monitor.metricOf(a.taskKind());
    return metric.direction().isBetter(a.monitored(), b.monitored());
  }
}
