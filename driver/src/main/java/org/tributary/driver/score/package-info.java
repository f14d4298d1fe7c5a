/**
 * Scores a stream of rows without Spark: {@link org.tributary.driver.score.RowScoring} reads JSON
 * lines or CSV, and writes them with predictions.
 *
 * <p>Imports worker-core, {@code spec}, and of {@code source} what needs neither Spark nor Hadoop.
 */
package org.tributary.driver.score;
