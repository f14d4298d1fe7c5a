/**
 * Evaluation: loss and metrics of a network over a data set, from sums that partitions merge in a
 * fixed order.
 *
 * <p>Key types: {@link org.tributary.driver.evaluation.Evaluator} and {@link
 * org.tributary.driver.evaluation.Evaluation}. This package imports worker-core, {@code spark},
 * {@code dataset} and Spark.
 */
package org.tributary.driver.evaluation;
