/**
 * The trained model: a {@link org.tributary.core.model.Model} in memory, its two plain files
 * ({@link org.tributary.core.model.ModelFiles}, documented in {@code docs/model-format.md}), and a
 * {@link org.tributary.core.model.Scorer} that predicts by itself.
 *
 * <p>Nothing here needs Spark: a model is read from a directory or from streams, and scored in one
 * thread. This package imports every other one of worker-core and Jackson, and none imports it.
 */
package org.tributary.core.model;
