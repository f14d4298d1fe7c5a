/**
 * Measures this machine, and what training makes of it: the rate of matrix products, one gradient
 * of a few named networks, Spark's own cost of a round, how cost grows, and what rounds move.
 *
 * <p>It runs the product's own classes on data that they prepare, or on data made from a seed. Key
 * types: {@link org.tributary.driver.bench.Work}, {@link org.tributary.driver.bench.GemmBenchmark},
 * {@link org.tributary.driver.bench.GradientBenchmark}, {@link
 * org.tributary.driver.bench.RoundBenchmark}, {@link org.tributary.driver.bench.GrowthBenchmark}
 * and {@link org.tributary.driver.bench.AggregationBenchmark}. This package imports worker-core,
 * {@code config}, {@code samples}, {@code aggregation}, {@code train} and Spark.
 */
package org.tributary.driver.bench;
