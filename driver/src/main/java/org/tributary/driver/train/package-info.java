/**
 * Training: the loop over a solver's epochs, with stop rules, hold-out metrics and listeners.
 *
 * <p>{@link org.tributary.driver.train.Trainer} runs the epochs of a solver. The state after each
 * epoch is one immutable value, a {@link org.tributary.driver.train.TrainingState}, from which a
 * run continues with identical bits. This package imports worker-core, {@code spec}, {@code spark},
 * {@code dataset}, {@code aggregation}, {@code solver}, {@code evaluation} and Spark.
 */
package org.tributary.driver.train;
