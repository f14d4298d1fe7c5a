package org.tributary.driver.train;

import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.spec.Monitor;

/**
 * What a run keeps of an evaluation after an epoch: three numbers, however many classes there are.
 *
 * @param taskKind the kind of task that was evaluated
 * @param loss the mean loss of a row, by weight, without penalty
 * @param score the score of the task; higher is better
 * @param monitored the metric of {@code train.stop.monitor}, which is the score by default
 */
public record Measurement(TaskKind taskKind, double loss, double score, double monitored) {

  /** Returns what is kept of an evaluation. */
  static Measurement of(Evaluation evaluation, Monitor monitor) {
    double monitored = evaluation.value(monitor.metricOf(evaluation.taskKind()));
    return new Measurement(evaluation.taskKind(), evaluation.loss(), evaluation.score(), monitored);
  }

  /** Returns the key of the score. */
  public String scoreName() {
    return Metric.score(taskKind).key();
  }
}
