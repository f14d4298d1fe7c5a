/**
 * A registry of the versions of a model, on any Hadoop file system.
 *
 * <p>{@link org.tributary.driver.registry.ModelRegistry} adds versions, which are never
 * overwritten, and changes which one is current by replacing one small file. Which version is the
 * current one is read where models are read, by {@code core.model.ModelFiles}, so that every
 * command takes a registry in place of a model. Imports {@code files}, {@code spec} and {@code
 * store}, and nothing of Spark.
 */
package org.tributary.driver.registry;
