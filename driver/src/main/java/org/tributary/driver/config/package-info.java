/**
 * Configuration: a HOCON file and {@code key=value} overrides, validated whole and once, into the
 * immutable specs of {@code spec}.
 *
 * <p>Key types: {@link org.tributary.driver.config.JobReader}, which reads a job; {@link
 * org.tributary.driver.config.ConfiguredJob}, a job with the settings that it was read from; {@link
 * org.tributary.driver.config.EffectiveConfiguration}, which writes those to be kept. Names and
 * types of keys stand in {@code Keys}, defaults in {@code defaults.conf}, to which {@code
 * DefaultsTest} holds those of the specs. It is one way to create specs, for the command line: only
 * {@code cli} imports it. This package imports {@code spec}, {@code redaction} and worker-core, and
 * nothing of Spark.
 */
package org.tributary.driver.config;
