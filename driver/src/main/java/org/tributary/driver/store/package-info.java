/**
 * Models on Hadoop's file systems: {@link org.tributary.driver.model.ModelStore} saves one whole or
 * not at all, and loads it; {@link org.tributary.driver.model.Predictions} applies one to a table.
 *
 * <p>What a model is, and its format, stand in {@code org.tributary.core.model}. This package
 * imports worker-core, {@code config}, {@code data}, {@code samples}, Hadoop's file systems and
 * Spark.
 */
package org.tributary.driver.model;
