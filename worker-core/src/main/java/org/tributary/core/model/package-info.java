/**
 * The trained model: a {@link org.tributary.core.model.Model} in memory and its two plain files
 * ({@link org.tributary.core.model.ModelFiles}, documented in {@code docs/model-format.md}).
 *
 * <p>Nothing here needs Spark: a model is read from a directory or from streams. This package
 * imports the others of worker-core but {@code scoring}, and Jackson.
 */
package org.tributary.core.model;
