/**
 * Configuration: a HOCON file and {@code key=value} overrides, validated whole and once, into the
 * immutable specs that every other part takes.
 *
 * <p>Key types: {@link org.tributary.driver.config.JobSpec} and the specs in it; {@link
 * org.tributary.driver.config.JobReader}, which reads one; {@link
 * org.tributary.driver.config.EffectiveConfiguration}, which writes one to be kept; {@link
 * org.tributary.driver.config.InvalidConfiguration}, which lists every problem. Names and types of
 * keys stand in {@code Keys}, defaults in {@code defaults.conf} and nowhere else. This package
 * imports worker-core, and nothing of Spark.
 */
package org.tributary.driver.config;
