/**
 * Scoring: from rows to the outputs of a model ({@link org.tributary.core.scoring.Scorer}, one
 * object for all threads), and from outputs to a prediction ({@link
 * org.tributary.core.scoring.PredictionRule}, the only rule for that, which evaluation shares).
 * Rows are arrays of numbers, maps, records, or a {@link org.tributary.core.scoring.ColumnBatch}.
 *
 * <p>Nothing here needs Spark or a BLAS. This package imports {@code model} and what that imports.
 */
package org.tributary.core.scoring;
