/**
 * From sources to blocks: readers of each format, the survey that validates every row, the
 * canonical order of rows, and the cached blocks that training walks.
 *
 * <p>Key types: {@link org.tributary.driver.data.Sources}, {@link org.tributary.driver.data.Table}
 * and {@link org.tributary.driver.data.SourceRow}. This package imports worker-core, {@code config}
 * and Spark.
 */
package org.tributary.driver.data;
