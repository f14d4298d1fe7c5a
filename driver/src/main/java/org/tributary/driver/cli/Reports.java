package org.tributary.driver.cli;

import java.util.List;
import java.util.Locale;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.ClassificationReport;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.driver.evaluation.Evaluation;

/** Renders metrics as text. */
final class Reports {
  private Reports() {}

  /** Returns the report of an evaluation. */
  static String of(Evaluation evaluation, Outcome outcome) {
    if (evaluation instanceof Evaluation.Classification classification) {
      List<String> names = ((Outcome.Classes) outcome).names();
      return classification.matrix().render(names)
          + "\n"
          + ClassificationReport.render(classification.matrix(), names);
    }
    if (evaluation instanceof Evaluation.MultiLabel multiLabel) {
      return labels(multiLabel.metrics(), outcome.columns());
    }
    return numbers(((Evaluation.Regression) evaluation).metrics(), outcome.columns());
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
    return text.append('\n')
        .append(line("subset accuracy", metrics.subsetAccuracy()))
        .append(line("hamming loss", metrics.hammingLoss()))
        .append(line("micro F1", metrics.microF1()))
        .append(line("macro F1", metrics.macroF1()))
        .toString();
  }

  private static String numbers(RegressionMetrics metrics, List<String> columns) {
    StringBuilder text = new StringBuilder(row("output", "RMSE", "MAE", "R2", "rows"));
    for (int j = 0; j < columns.size(); j++) {
      text.append(
          row(
              columns.get(j),
              number(metrics.rmse(j)),
              number(metrics.mae(j)),
              number(metrics.r2(j)),
              Long.toString(metrics.samples())));
    }
    return text.toString();
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
