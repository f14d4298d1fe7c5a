/**
 * Atomic outputs of commands on Hadoop file systems, which never overwrite foreign files.
 *
 * <p>{@link org.tributary.driver.store.OutputDirectory} writes a hidden directory, marks it and
 * moves it into place; {@link org.tributary.driver.store.ModelStore} uses it to save and load
 * models. Models and their format are defined in {@code org.tributary.core.model}. This package
 * imports worker-core, {@code spec} and Hadoop's file systems, and nothing of Spark.
 */
package org.tributary.driver.store;
