package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;

/**
 * The metric that decides which evaluation on the hold-out set is better.
 *
 * @param metric one of the catalogue; empty for the score of the task
 */
public record Monitor(Optional<Metric> metric) implements Serializable {
  /** The default: the score of the task, which is accuracy, micro F1 or R^2. */
  public static final Monitor SCORE = new Monitor(Optional.empty());

  private static final String SCORE_NAME = "score";

  /** Returns the monitor of a metric. */
  public static Monitor of(Metric metric) {
    return new Monitor(Optional.of(metric));
  }

  /**
   * Returns the monitor of a name, the key of a metric or {@code score}; empty if there is none.
   */
  public static Optional<Monitor> named(String name) {
    return name.equals(SCORE_NAME) ? Optional.of(SCORE) : Metric.of(name).map(Monitor::of);
  }

  /** Returns the names that a kind of task accepts. */
  public static List<String> names(TaskKind kind) {
    return Stream.concat(Stream.of(SCORE_NAME), Metric.of(kind).stream().map(Metric::key)).toList();
  }

  /** Returns the names that any kind of task accepts. */
  public static List<String> names() {
    return Stream.concat(Stream.of(SCORE_NAME), Stream.of(Metric.values()).map(Metric::key))
        .toList();
  }

  /** Returns the metric to compare in a kind of task. */
  public Metric metricOf(TaskKind kind) {
    return metric.orElse(Metric.score(kind));
  }

  /** Tells whether a kind of task has the metric. */
  public boolean belongsTo(TaskKind kind) {
    return metricOf(kind).belongsTo(kind);
  }

  /** Returns the name that {@link #named} reads. */
  @Override
  public String toString() {
    return metric.map(Metric::key).orElse(SCORE_NAME);
  }
}
