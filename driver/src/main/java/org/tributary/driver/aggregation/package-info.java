/**
 * Aggregation: how the partial sums of all partitions become one sum on the driver.
 *
 * <p>{@link org.tributary.driver.aggregation.Aggregation} runs a {@link
 * org.tributary.driver.aggregation.Plan}, which {@link org.tributary.driver.aggregation.Planner}
 * selects based on the {@link org.tributary.driver.aggregation.Load} and the {@link
 * org.tributary.driver.aggregation.Resources}. Sums are added along the canonical summation tree,
 * so all plans give the same bits. This package imports worker-core, {@code spec}, {@code spark},
 * {@code dataset} and Spark.
 */
package org.tributary.driver.aggregation;
