/**
 * Sources: readers of each format, which turn files into rows with their places.
 *
 * <p>Key types: {@link org.tributary.driver.data.Sources}, {@link org.tributary.driver.data.Table}
 * and {@link org.tributary.driver.data.SourceRow}. This package imports worker-core, {@code
 * config}, {@code watch} and Spark.
 */
package org.tributary.driver.data;
