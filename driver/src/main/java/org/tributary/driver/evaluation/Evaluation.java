package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.TaskKind;

/**
 * The result of evaluating a network on some rows.
 *
 * @param loss the mean loss of a row, by weight, without penalty
 * @param sums what the metrics are computed from
 */
public record Evaluation(double loss, MetricSums sums) implements Serializable {

  /** Returns the kind of task that was evaluated. */
  public TaskKind taskKind() {
    return sums.taskKind();
  }

  /**
   * Returns a metric of the task.
   *
   * @throws IllegalArgumentException if the metric does not belong to it
   */
  public double value(Metric metric) {
    return metric.value(loss, sums);
  }

  /** Returns every metric of the task by its key, the score first. */
  public Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    Metric.of(taskKind()).forEach(metric -> values.put(metric.key(), value(metric)));
    return values;
  }

  /** Returns the key of the score, the one metric to watch by default. */
  public String scoreName() {
    return Metric.score(taskKind()).key();
  }

  /** Returns the score; higher is better. */
  public double score() {
    return value(Metric.score(taskKind()));
  }
}
