package org.tributary.driver.train;

import org.tributary.core.data.Outcome;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.PreparedData;

/**
 * What the data of a run is, without the data: an immutable value.
 *
 * @param trainingRows number of samples trained on
 * @param holdoutRows number of samples held out
 * @param weightSum m, the sum of the weights of the samples trained on
 * @param partitions number of partitions; the trained bits do not depend on it
 * @param groups how many groups of leaves the strategy makes of the samples into; with local steps
 *     the shards
 * @param preparation what turned the cells of the feature columns into the network's inputs
 * @param outcome what the outputs stand for
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
