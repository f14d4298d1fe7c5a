/**
 * What commands write, on Hadoop's file systems: whole or not at all, and never over anything else.
 *
 * <p>{@link org.tributary.driver.store.OutputDirectory} writes a directory beside its place, marks
 * it as Tributary's and moves it into place; {@link org.tributary.driver.store.ModelStore} saves
 * and loads models by it. What a model is, and its format, stand in {@code
 * org.tributary.core.model}. This package imports worker-core, {@code config} and Hadoop's file
 * systems, and nothing of Spark.
 */
package org.tributary.driver.store;
