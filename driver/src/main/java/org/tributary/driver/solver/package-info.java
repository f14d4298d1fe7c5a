/**
 * The strategies of training: one round trip over the cluster, and the solvers that are built on
 * it.
 *
 * <p>A solver is an iterator of epochs of a {@link org.tributary.driver.solver.TrainingProblem}.
 * Its state at the end of an epoch is a value, {@link org.tributary.driver.solver.SolverState},
 * from which {@link org.tributary.driver.solver.Solvers} restores it bit for bit. When to stop,
 * what to measure and whom to inform is up to the caller. This package imports worker-core, {@code
 * spec}, {@code spark}, {@code dataset}, {@code aggregation} and Spark.
 */
package org.tributary.driver.solver;
