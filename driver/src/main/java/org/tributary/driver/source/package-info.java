/**
 * Data sources: readers for each format, which convert files to rows with their positions.
 *
 * <p>Key types: {@link org.tributary.driver.source.Sources}, {@link
 * org.tributary.driver.source.Table} and {@link org.tributary.driver.source.SourceRow}. This
 * package imports worker-core, {@code spec}, {@code spark} and Spark.
 */
package org.tributary.driver.source;
