/**
 * Use cases, from specs and a {@code SparkSession} to a typed result.
 *
 * <p>Key types: {@link org.tributary.driver.run.TrainRun}, {@link
 * org.tributary.driver.run.EvaluateRun}, {@link org.tributary.driver.run.PredictRun} and {@link
 * org.tributary.driver.run.GradientCheckRun}. Each is created from specs, which validates what can
 * be validated before Spark starts, and then runs on a session. Listeners receive the progress.
 * Parsing and printing belong to a front end: this package prints nothing, and imports neither the
 * command line nor a configuration parser.
 */
package org.tributary.driver.run;
