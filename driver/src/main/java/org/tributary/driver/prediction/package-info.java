/**
 * Models applied to tables: {@link org.tributary.driver.prediction.Predictions} computes, {@link
 * org.tributary.driver.prediction.PredictionStore} writes.
 *
 * <p>This package imports worker-core, {@code config}, {@code data}, {@code samples}, {@code
 * store}, {@code watch} and Spark.
 */
package org.tributary.driver.prediction;
