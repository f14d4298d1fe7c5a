/**
 * Determines what may be saved and shown: {@link org.tributary.driver.redaction.SafeSettings} lists
 * safe Spark settings, {@link org.tributary.driver.redaction.Credentials} hides credentials in
 * URLs, {@link org.tributary.driver.redaction.Secrets} hides known values in any text.
 *
 * <p>This package imports nothing of Tributary, Spark or Hadoop.
 */
package org.tributary.driver.redaction;
