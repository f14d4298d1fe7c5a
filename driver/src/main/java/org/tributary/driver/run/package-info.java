/**
 * Use cases: what Tributary does for a user, from specs and a {@code SparkSession} to a typed
 * result.
 *
 * <p>Key types: {@link org.tributary.driver.run.TrainRun}, {@link
 * org.tributary.driver.run.EvaluateRun}, {@link org.tributary.driver.run.PredictRun} and {@link
 * org.tributary.driver.run.GradientCheckRun}. Each is created from specs, which refuses what can be
 * refused before Spark starts, and then runs on a session. Progress goes to listeners. A front end
 * reads what the user wants and shows the result: this package prints nothing, and imports neither
 * the command line nor a parser of configurations.
 */
package org.tributary.driver.run;
