/**
 * From rows to blocks: which column plays which part, the validation of every row, the canonical
 * order of rows, their preparation, and the cached blocks that training walks.
 *
 * <p>Key types: {@link org.tributary.driver.dataset.DatasetPreparer} and {@link
 * org.tributary.driver.dataset.Blocks}. This package imports worker-core, {@code spec}, {@code
 * source}, {@code spark} and Spark.
 */
package org.tributary.driver.dataset;
