/**
 * Sources: readers of each format, which turn files into rows with their places.
 *
 * <p>Key types: {@link org.tributary.driver.source.Sources}, {@link
 * org.tributary.driver.source.Table} and {@link org.tributary.driver.source.SourceRow}. This
 * package imports worker-core, {@code spec}, {@code spark} and Spark.
 */
package org.tributary.driver.source;
