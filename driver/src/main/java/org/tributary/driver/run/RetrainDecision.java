package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Model;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.PairedComparison.Difference;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.RetrainSpec.Promotion;

/**
 * Whether a candidate takes the place of the current model, and why.
 *
 * @param promotes whether it does
 * @param reasons one line each
 */
record RetrainDecision(boolean promotes, List<String> reasons) {
  /** Copies the list. */
  RetrainDecision {
    reasons = List.copyOf(reasons);
  }

  /**
   * Returns the metrics to compare, the deciding one first.
   *
   * @throws InvalidConfiguration if the model has no such metric
   */
  static List<Metric> metrics(Promotion promotion, Model model) {
    TaskKind kind =
        PredictionRule.taskKind(model.topology().outputLoss(), model.columns().outcome());
    List<Metric> metrics = new ArrayList<>();
    metrics.add(promotion.metric().metricOf(kind));
    promotion.guards().keySet().stream()
        .sorted()
        .filter(metric -> !metrics.contains(metric))
        .forEach(metrics::add);
    int outputs =
        kind == TaskKind.CLASSIFICATION
            ? ((org.tributary.core.data.Outcome.Classes) model.columns().outcome()).names().size()
            : model.topology().outputs();
    for (Metric metric : metrics) {
      if (!metric.takes(kind, outputs)) {
        List<String> expected =
            Metric.of(kind, outputs).stream().filter(Promotion::compares).map(Metric::key).toList();
        throw new InvalidConfiguration(
            List.of(
                "Cannot compare models by %s: it is no metric of %s with %d outputs (expected one of %s); set retrain.metric and retrain.guards"
                    .formatted(metric.key(), kind.title(), outputs, String.join(", ", expected))));
      }
    }
    return metrics;
  }

  /** Decides by a comparison. */
  static RetrainDecision of(PairedComparison comparison, Promotion promotion) {
    List<String> reasons = new ArrayList<>();
    Difference first = comparison.differences().get(0);
    boolean better = first.lower() > promotion.margin();
    reasons.add(line(first, promotion, better, "more", promotion.margin()));
    boolean promotes = better;
    // The bootstrap is too narrow on few rows; for accuracy there is an exact test.
    boolean exact =
        first.metric() == Metric.ACCURACY
            && promotion.margin() >= 0
            && comparison.mcnemar().isPresent();
    if (exact) {
      double p = comparison.mcnemar().getAsDouble();
      boolean significant = p <= 1 - promotion.confidence();
      promotes &= significant;
      reasons.add(
          String.format(
              Locale.ROOT,
              "of %,d rows, only the candidate has %,d right, only the current model %,d: McNemar's p = %.3g (%s %.4g)",
              comparison.rows(),
              comparison.onlyCandidate(),
              comparison.onlyCurrent(),
              p,
              significant ? "at most" : "expected at most",
              1 - promotion.confidence()));
    }
    for (Difference each : comparison.differences()) {
      if (promotion.guards().containsKey(each.metric())) {
        double tolerance = promotion.guards().get(each.metric());
        boolean holds = each.lower() >= -tolerance;
        promotes &= holds;
        reasons.add(line(each, promotion, holds, "no less", -tolerance));
      }
    }
    return new RetrainDecision(promotes, reasons);
  }

  private static String line(
      Difference of, Promotion promotion, boolean holds, String relation, double limit) {
    return String.format(
        Locale.ROOT,
        "%s %.6g, current model %.6g: better by %.4g, by %.4g at least with a confidence of %.4g (%s %s than %.4g)",
        of.metric().title(),
        of.candidate(),
        of.current(),
        of.improvement(),
        of.lower(),
        promotion.confidence(),
        holds ? "which is" : "expected",
        relation,
        limit);
  }
}
