/**
 * Monitoring of Spark sessions, so that commands do not hang.
 *
 * <p>Key types: {@link org.tributary.driver.spark.Watch}, which ends work whose jobs make no
 * progress with a {@link org.tributary.driver.spark.StandstillException}, and {@link
 * org.tributary.driver.spark.JobName}, which sets the job names that messages and the Spark UI
 * show. The command line runs each command under a watch; other programs can do the same. This
 * package imports Spark, and nothing of Tributary.
 */
package org.tributary.driver.spark;
