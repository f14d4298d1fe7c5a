package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.TaskKind;

/**
 * The result of evaluating a network on some rows.
 *
 * @param loss the mean loss of a row, by weight, without penalty
 * @param sums what the metrics are computed from
 * @param ranks the metrics that need the rows in the order of their scores or errors, if they were
 *     asked for
 */
public record Evaluation(double loss, MetricSums sums, RankMetrics ranks) implements Serializable {

  /** Returns the kind of task that was evaluated. */
  public TaskKind taskKind() {
    return sums.taskKind();
  }

  /**
   * Returns a metric of the task; NaN if it needs ranks and they were not asked for.
   *
   * @throws IllegalArgumentException if the metric does not belong to it
   */
  public double value(Metric metric) {
    return metric.value(loss, sums, ranks);
  }

  /** Returns every metric that was computed by its key, the score first. */
  public Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    computed().forEach(metric -> values.put(metric.key(), value(metric)));
    return values;
  }

  /** Returns the metrics for reports that were computed by their titles, the score first. */
  public Map<String, Double> headlines() {
    Map<String, Double> values = new LinkedHashMap<>();
    computed().stream()
        .filter(metric -> metric.isHeadline(taskKind()))
        .forEach(metric -> values.put(metric.title(), value(metric)));
    return values;
  }

  private List<Metric> computed() {
    return Metric.of(taskKind(), sums.outputs()).stream()
        .filter(metric -> ranks.isPresent() || !metric.needsRanks())
        .toList();
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
