package org.tributary.driver.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.LossParameters;
import org.tributary.core.metrics.ClassificationReport;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.driver.evaluation.Evaluation;

/** Renders metrics as text: a table for the task, and a line for each other metric. */
final class Reports {
  /** The metrics that the table of numbers shows, an output a line and their means below. */
  private static final Set<Metric> OF_NUMBERS = EnumSet.of(Metric.RMSE, Metric.MAE, Metric.R2);

  private Reports() {}

  /**
   * Returns the report of an evaluation.
   *
   * @param parameters of the loss, which name the outputs
   */
  static String of(Evaluation evaluation, Outcome outcome, LossParameters parameters) {
    if (evaluation.sums() instanceof ConfusionMatrix matrix) {
      List<String> names = ((Outcome.Classes) outcome).names();
      return matrix.render(names)
          + "\n"
          + ClassificationReport.render(matrix, evaluation.loss(), names);
    }
    if (evaluation.sums() instanceof MultiLabelMetrics labels) {
      return labels(labels, outcome.columns()) + lines(evaluation, Set.of());
    }
    List<String> outputs = parameters.outputNames(outcome.columns());
    return numbers((RegressionMetrics) evaluation.sums(), outputs) + lines(evaluation, OF_NUMBERS);
  }

  private static String labels(MultiLabelMetrics metrics, List<String> columns) {
    StringBuilder text = new StringBuilder(row("label", "precision", "recall", "f1", "support"));
    for (int j = 0; j < columns.size(); j++) {
      text.append(
          row(
              columns.get(j),
              number(metrics.precision(j)),
              number(metrics.recall(j)),
              number(metrics.f1(j)),
              Long.toString(metrics.support(j))));
    }
    return text.append('\n').toString();
  }

  private static String numbers(RegressionMetrics metrics, List<String> columns) {
    String samples = Long.toString(metrics.samples());
    StringBuilder text = new StringBuilder(row("output", "RMSE", "MAE", "R2", "rows"));
    for (int j = 0; j < columns.size(); j++) {
      text.append(
          row(
              columns.get(j),
              number(metrics.rmse(j)),
              number(metrics.mae(j)),
              number(metrics.r2(j)),
              samples));
    }
    if (columns.size() > 1) {
      String rmse = number(metrics.rmse());
      text.append(row("mean", rmse, number(metrics.mae()), number(metrics.r2()), samples));
    }
    return text.append('\n').toString();
  }

  private static String lines(Evaluation evaluation, Set<Metric> shown) {
    return Metric.of(evaluation.taskKind()).stream()
        .filter(metric -> !shown.contains(metric))
        .map(metric -> line(metric.title(), evaluation.value(metric)))
        .collect(Collectors.joining());
  }

  private static String row(String name, String a, String b, String c, String d) {
    return String.format(Locale.ROOT, "%-20s %12s %12s %12s %10s%n", name, a, b, c, d);
  }

  private static String line(String name, double value) {
    return String.format(Locale.ROOT, "%-20s %12s%n", name, number(value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}
