/**
 * Scoring: from raw features to the outputs of a model ({@link org.tributary.core.scoring.Scorer}),
 * and from outputs to a prediction ({@link org.tributary.core.scoring.PredictionRule}, the only
 * rule for that, which evaluation shares).
 *
 * <p>Nothing here needs Spark. This package imports {@code model} and what that imports.
 */
package org.tributary.core.scoring;
