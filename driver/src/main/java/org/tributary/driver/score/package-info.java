/**
 * Scores a stream of rows without Spark: {@link org.tributary.driver.score.RowScoring} reads JSON
 * lines or CSV, and writes them with predictions.
 *
 * <p>Imports worker-core and {@code source.DataException}; nothing of Spark or Hadoop.
 */
package org.tributary.driver.score;
