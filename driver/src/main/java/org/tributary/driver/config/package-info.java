/**
 * Configuration: a HOCON file and {@code key=value} overrides, validated whole and once, into the
 * immutable specs that every other part takes.
 *
 * <p>Key types: {@link org.tributary.driver.config.JobSpec} and the specs in it. Defaults stand in
 * {@code reference.conf} and nowhere else. This package imports worker-core, and nothing of Spark.
 */
package org.tributary.driver.config;
