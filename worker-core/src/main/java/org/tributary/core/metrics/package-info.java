/**
 * Measures of a model's answers against the truth: {@link
 * org.tributary.core.metrics.ConfusionMatrix} for classes, {@link
 * org.tributary.core.metrics.MultiLabelMetrics} for several yes-or-no labels, {@link
 * org.tributary.core.metrics.RegressionMetrics} for numbers, and their rendering as plain text.
 *
 * <p>Each measure is computed from sums that are filled on executors, travel through Spark and are
 * merged; merging with an empty one changes nothing. A leaf: it imports nothing of Tributary.
 */
package org.tributary.core.metrics;
