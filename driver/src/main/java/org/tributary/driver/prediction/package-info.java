/**
 * Applies models to tables: {@link org.tributary.driver.prediction.Predictions} computes
 * predictions, {@link org.tributary.driver.prediction.PredictionStore} writes them.
 *
 * <p>This package imports worker-core, {@code spec}, {@code spark}, {@code source}, {@code
 * dataset}, {@code store} and Spark.
 */
package org.tributary.driver.prediction;
