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
 * @param logits what it is computed from
 */
public record Monitor(Optional<Metric> metric, Logits logits) implements Serializable {
  /** The default: the score of the task, which is accuracy, micro F1 or R^2. */
  public static final Monitor SCORE = new Monitor(Optional.empty(), Logits.AS_THEY_ARE);

  /**
   * The loss that the best temperature leaves: where networks become too sure of themselves before
   * they stop to learn, it goes on falling. Without a cross-entropy it is the loss.
   */
  public static final Monitor CALIBRATED_LOSS =
      new Monitor(Optional.of(Metric.LOSS), Logits.CALIBRATED);

  private static final String SCORE_NAME = "score";
  private static final String CALIBRATED_LOSS_NAME = "calibratedLoss";

  /** What logits a metric is computed from. */
  public enum Logits {
    /** Those of the network. */
    AS_THEY_ARE,
    /** Those divided by the temperature with the lowest log loss on the same rows. */
    CALIBRATED
  }

  /** Returns the monitor of a metric. */
  public static Monitor of(Metric metric) {
    return new Monitor(Optional.of(metric), Logits.AS_THEY_ARE);
  }

  /**
   * Returns the monitor of a name, the key of a metric, {@code score} or {@code calibratedLoss};
   * empty if there is none.
   */
  public static Optional<Monitor> named(String name) {
    return switch (name) {
      case SCORE_NAME -> Optional.of(SCORE);
      case CALIBRATED_LOSS_NAME -> Optional.of(CALIBRATED_LOSS);
      default -> Metric.of(name).map(Monitor::of);
    };
  }

  /** Returns the names that a kind of task accepts. */
  public static List<String> names(TaskKind kind) {
    return names(Metric.of(kind).stream());
  }

  /** Returns the names that any kind of task accepts. */
  public static List<String> names() {
    return names(Stream.of(Metric.values()));
  }

  private static List<String> names(Stream<Metric> metrics) {
    return Stream.concat(Stream.of(SCORE_NAME, CALIBRATED_LOSS_NAME), metrics.map(Metric::key))
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
    return logits == Logits.CALIBRATED
        ? CALIBRATED_LOSS_NAME
        : metric.map(Metric::key).orElse(SCORE_NAME);
  }
}
