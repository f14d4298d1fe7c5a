/**
 * From rows to blocks: which column plays which part, the survey that validates every row, the
 * canonical order of rows, standardization, and the cached blocks that training walks.
 *
 * <p>Key types: {@link org.tributary.driver.samples.Samples} and {@link
 * org.tributary.driver.samples.Blocks}. This package imports worker-core, {@code config}, {@code
 * data}, {@code watch} and Spark.
 */
package org.tributary.driver.samples;
