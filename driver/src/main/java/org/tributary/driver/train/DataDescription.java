package org.tributary.driver.train;

import org.tributary.core.data.Outcome;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.PreparedData;

/**
 * A description of the data of a run. Immutable.
 *
 * @param trainingRows number of training samples
 * @param holdoutRows number of hold-out samples
 * @param weightSum m, the sum of the weights of the training samples
 * @param partitions number of partitions; the trained weights do not depend on it
 * @param groups number of leaf groups of the strategy; with local steps, the number of shards
 * @param preparation computes the network's inputs from the cells of the feature columns
 * @param outcome the meaning of the outputs
 */
public record DataDescription(
    long trainingRows,
    long holdoutRows,
    double weightSum,
    int partitions,
    int groups,
    Preparation preparation,
    Outcome outcome) {

  /** Describes prepared data. */
  static DataDescription of(PreparedData<?> data) {
    return new DataDescription(
        data.training().rows(),
        data.holdout().map(Blocks::rows).orElse(0L),
        data.training().weightSum(),
        data.training().rdd().getNumPartitions(),
        data.training().range().groups(),
        data.preparation(),
        data.outcome());
  }
}
