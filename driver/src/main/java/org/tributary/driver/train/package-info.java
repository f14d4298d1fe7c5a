/**
 * Training: one step over the cluster, solvers, stop rules, measurement and listeners.
 *
 * <p>A solver is an iterator of states ({@link org.tributary.driver.train.SolverState}); stopping,
 * measuring and telling live outside it, in {@link org.tributary.driver.train.Trainer}. This
 * package imports worker-core, {@code config}, {@code watch}, {@code samples}, {@code aggregation}
 * and Spark.
 */
package org.tributary.driver.train;
