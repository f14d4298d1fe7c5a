package org.tributary.driver.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.LossParameters;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.ClassificationReport;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.driver.evaluation.Evaluation;

/** Renders metrics as text: a table for the task, and a line for each other headline. */
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
    if (evaluation.sums() instanceof ClassificationMetrics classes) {
      List<String> names = ((Outcome.Classes) outcome).names();
      return classes.matrix().render(names)
          + "\n"
          + ClassificationReport.render(classes.matrix(), names, evaluation.headlines());
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
              weight(metrics.support(j))));
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
    Map<String, Double> headlines = evaluation.headlines();
    shown.forEach(metric -> headlines.remove(metric.title()));
    return headlines.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String row(String name, String a, String b, String c, String d) {
    return String.format(Locale.ROOT, "%-20s %12s %12s %12s %10s%n", name, a, b, c, d);
  }

  private static String line(String name, double value) {
    return String.format(Locale.ROOT, "%-21s %11s%n", name, number(value));
  }

  private static String weight(double value) {
    return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : number(value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}
