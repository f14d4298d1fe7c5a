/**
 * The metrics that compare predictions with targets. {@link org.tributary.core.metrics.Metric} is
 * their catalogue: name, direction and kind of task of each, and how it is computed from {@link
 * org.tributary.core.metrics.MetricSums}. Those are {@link
 * org.tributary.core.metrics.ClassificationMetrics} for classes, {@link
 * org.tributary.core.metrics.MultiLabelMetrics} for several yes-or-no labels, and {@link
 * org.tributary.core.metrics.RegressionMetrics} for numbers, with their rendering as plain text.
 *
 * <p>Sums are filled on executors, travel through Spark and are merged; merging with empty ones
 * changes nothing. A leaf: it imports nothing of Tributary.
 */
package org.tributary.core.metrics;
