/**
 * Configuration: a HOCON file and {@code key=value} overrides, validated and converted to the
 * immutable specs of {@code spec}.
 *
 * <p>Key types: {@link org.tributary.driver.config.JobReader}, which reads a job; {@link
 * org.tributary.driver.config.ConfiguredJob}, a job with the settings that it was read from; {@link
 * org.tributary.driver.config.EffectiveConfiguration}, which writes those to be kept. Names and
 * types of keys are defined in {@code Keys}, defaults in {@code defaults.conf}; {@code
 * DefaultsTest} checks that the specs have the same defaults. Only {@code cli} imports this
 * package. This package imports {@code spec}, {@code redaction} and worker-core, and nothing of
 * Spark.
 */
package org.tributary.driver.config;
