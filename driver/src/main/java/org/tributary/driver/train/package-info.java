/**
 * Training: one step over the cluster, solvers, stop rules, measurement and listeners.
 *
 * <p>A solver is an iterator of epochs of a {@link org.tributary.driver.train.TrainingProblem};
 * stopping, measuring and telling live outside it, in {@link org.tributary.driver.train.Trainer}.
 * What one epoch leaves for the next is one immutable value, a {@link
 * org.tributary.driver.train.TrainingState}, from which a run goes on bit for bit. This package
 * imports worker-core, {@code config}, {@code watch}, {@code samples}, {@code aggregation} and
 * Spark.
 */
package org.tributary.driver.train;
