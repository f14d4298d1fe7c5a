package org.tributary.core.metrics;

import java.io.Serializable;

/**
 * What the metrics of one kind of task are computed from: sums over samples that are filled on
 * executors and merged, so that no metric is ever a mean of means.
 */
public sealed interface MetricSums extends Serializable
    permits ClassificationMetrics, MultiLabelMetrics, RegressionMetrics {

  /** Returns the kind of task that the sums are of. */
  TaskKind taskKind();

  /** Returns the number of classes, labels or numbers to predict. */
  int outputs();

  /** Returns the number of samples. */
  long samples();
}
