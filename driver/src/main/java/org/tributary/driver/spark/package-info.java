/**
 * Never hangs: what a session of Spark waits for, and the end of waiting.
 *
 * <p>Key types: {@link org.tributary.driver.spark.Watch}, which ends work whose jobs stand still
 * with a {@link org.tributary.driver.spark.StandstillException}, and {@link
 * org.tributary.driver.spark.JobName}, which gives jobs the names that messages and Spark's pages
 * call them by. The command line puts a watch around each command; a program that trains by itself
 * may put one around its own. This package imports Spark, and nothing of Tributary.
 */
package org.tributary.driver.spark;
