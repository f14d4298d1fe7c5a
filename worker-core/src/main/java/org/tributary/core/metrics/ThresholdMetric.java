package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The metrics by which a decision threshold between two classes is chosen; higher is better. */
public enum ThresholdMetric {
  /** The share of samples whose class is recognised. */
  ACCURACY(Metric.ACCURACY, ClassTotals::accuracy),
  /** The mean recall of both classes. */
  BALANCED_ACCURACY(Metric.BALANCED_ACCURACY, ClassTotals::balancedAccuracy),
  /** F1 of the second class. */
  F1(Metric.F1, totals -> totals.f1(1)),
  /** The mean F1 of both classes. */
  MACRO_F1(Metric.MACRO_F1, ClassTotals::macroF1),
  /** Matthews' correlation coefficient. */
  MCC(Metric.MCC, ClassTotals::mcc),
  /** Cohen's kappa. */
  COHEN_KAPPA(Metric.COHEN_KAPPA, ClassTotals::cohenKappa);

  private final Metric metric;

  // A function that holds nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<ClassTotals> value;

  ThresholdMetric(Metric metric, ToDoubleFunction<ClassTotals> value) {
    this.metric = metric;
    this.value = value;
  }

  /** Returns the same metric of the catalogue. */
  public Metric metric() {
    return metric;
  }

  /** Returns the metric of a key of the catalogue; empty if thresholds are not chosen by it. */
  public static Optional<ThresholdMetric> of(String key) {
    return Arrays.stream(values()).filter(each -> each.metric.key().equals(key)).findFirst();
  }

  /** Returns the keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(each -> each.metric.key()).toList();
  }

  double value(ClassTotals totals) {
    return value.applyAsDouble(totals);
  }
}
