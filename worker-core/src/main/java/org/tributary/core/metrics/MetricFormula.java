package org.tributary.core.metrics;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a metric is computed for a kind of task.
 *
 * @param kind the kind of task; empty for all of them
 * @param fewest the fewest classes, labels or numbers for which it is defined
 * @param most the most of them
 * @param needsRanks whether it needs {@link RankMetrics}
 * @param function the value
 */
record MetricFormula(
    Optional<TaskKind> kind,
    int fewest,
    int most,
    boolean needsRanks,
    ToDoubleFunction<Measured> function) {

  /** What a metric is computed from. */
  record Measured(double meanLoss, MetricSums sums, RankMetrics ranks) {}

  static MetricFormula classes(ToDoubleFunction<ClassificationMetrics> value) {
    return classes(1, Integer.MAX_VALUE, value);
  }

  static MetricFormula classes(
      int fewest, int most, ToDoubleFunction<ClassificationMetrics> value) {
    return new MetricFormula(
        Optional.of(TaskKind.CLASSIFICATION),
        fewest,
        most,
        false,
        measured -> value.applyAsDouble((ClassificationMetrics) measured.sums()));
  }

  static MetricFormula labels(ToDoubleFunction<MultiLabelMetrics> value) {
    return new MetricFormula(
        Optional.of(TaskKind.MULTI_LABEL),
        1,
        Integer.MAX_VALUE,
        false,
        measured -> value.applyAsDouble((MultiLabelMetrics) measured.sums()));
  }

  static MetricFormula numbers(ToDoubleFunction<RegressionMetrics> value) {
    return new MetricFormula(
        Optional.of(TaskKind.REGRESSION),
        1,
        Integer.MAX_VALUE,
        false,
        measured -> value.applyAsDouble((RegressionMetrics) measured.sums()));
  }

  static MetricFormula ranks(TaskKind kind, ToDoubleFunction<RankMetrics> value) {
    return new MetricFormula(
        Optional.of(kind),
        1,
        Integer.MAX_VALUE,
        true,
        measured -> value.applyAsDouble(measured.ranks()));
  }

  static MetricFormula loss() {
    return new MetricFormula(
        Optional.empty(), 1, Integer.MAX_VALUE, false, measured -> measured.meanLoss());
  }

  boolean takes(int outputs) {
    return outputs >= fewest && outputs <= most;
  }

  /** Returns which numbers of classes, labels or numbers it takes, for messages. */
  String outputs() {
    return fewest == most ? Integer.toString(fewest) : fewest + " or more";
  }

  double value(double meanLoss, MetricSums sums, RankMetrics ranks) {
    return function.applyAsDouble(new Measured(meanLoss, sums, ranks));
  }
}
