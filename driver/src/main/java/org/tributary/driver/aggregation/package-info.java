/**
 * Aggregation: how the partial sums of all partitions become one sum on the driver.
 *
 * <p>{@link org.tributary.driver.aggregation.Aggregation} carries out a {@link
 * org.tributary.driver.aggregation.Plan}, which {@link org.tributary.driver.aggregation.Planner}
 * chooses by the {@link org.tributary.driver.aggregation.Load} and the {@link
 * org.tributary.driver.aggregation.Resources}. Sums meet along the canonical summation tree, so all
 * plans give the same bits. This package imports worker-core, {@code config}, {@code samples} and
 * Spark.
 */
package org.tributary.driver.aggregation;
