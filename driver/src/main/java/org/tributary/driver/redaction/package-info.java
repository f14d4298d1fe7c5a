/**
 * What of a job may be stored and shown: {@link org.tributary.driver.redaction.SafeSettings} lists
 * the settings of Spark that may, {@link org.tributary.driver.redaction.Credentials} hides those of
 * an address, {@link org.tributary.driver.redaction.Secrets} hides known values in any text.
 *
 * <p>This package imports nothing of Tributary, Spark or Hadoop.
 */
package org.tributary.driver.redaction;
