/**
 * Measures this machine, and what training makes of it: the rate of matrix products, one gradient
 * of a few named networks, Spark's own cost of a round, and how cost grows.
 *
 * <p>It runs the product's own classes on data that they prepare, or on data made from a seed. Key
 * types: {@link org.tributary.driver.bench.Work}, {@link org.tributary.driver.bench.GemmBenchmark},
 * {@link org.tributary.driver.bench.GradientBenchmark}, {@link
 * org.tributary.driver.bench.RoundBenchmark} and {@link
 * org.tributary.driver.bench.GrowthBenchmark}. This package imports worker-core, {@code config},
 * {@code samples}, {@code train} and Spark.
 */
package org.tributary.driver.bench;
