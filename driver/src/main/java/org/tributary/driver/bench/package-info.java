/**
 * Measures this machine, and what training makes of it: the rate of matrix products, one gradient
 * of a few named networks, Spark's own cost of a round, how cost grows, what rounds move, and
 * reading.
 *
 * <p>It runs the product's own classes on data that they prepare, or on data made from a seed. Key
 * types: {@link org.tributary.driver.bench.BenchmarkNetwork}, {@link
 * org.tributary.driver.bench.GemmBenchmark}, {@link org.tributary.driver.bench.GradientBenchmark},
 * {@link org.tributary.driver.bench.RoundBenchmark}, {@link
 * org.tributary.driver.bench.GrowthBenchmark}, {@link
 * org.tributary.driver.bench.AggregationBenchmark} and {@link
 * org.tributary.driver.bench.ReadBenchmark}. This package imports worker-core, {@code spec}, {@code
 * spark}, {@code dataset}, {@code aggregation}, {@code solver} and Spark.
 */
package org.tributary.driver.bench;
