package org.tributary.driver.train;

import java.util.List;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.Standardization;
import org.tributary.core.model.Feature;
import org.tributary.driver.samples.Blocks;
import org.tributary.driver.samples.PreparedData;

/**
 * What the data of a run is, without the data: an immutable value.
 *
 * @param trainingRows number of samples trained on
 * @param heldOutRows number of samples held out
 * @param weightSum m, the sum of the weights of the samples trained on
 * @param partitions number of partitions; the trained bits do not depend on it
 * @param units how many units the strategy deals the samples into; with local steps the shards
 * @param features the feature columns in the order of the network's inputs
 * @param standardization what was applied to the features
 * @param outcome what the outputs stand for
 */
public record DataDescription(
    long trainingRows,
    long heldOutRows,
    double weightSum,
    int partitions,
    int units,
    List<Feature> features,
    Standardization standardization,
    Outcome outcome) {

  /** Copies the list. */
  public DataDescription {
    features = List.copyOf(features);
  }

  /** Describes prepared data. */
  static DataDescription of(PreparedData<?> data) {
    return new DataDescription(
        data.training().rows(),
        data.heldOut().map(Blocks::rows).orElse(0L),
        data.training().weightSum(),
        data.training().rdd().getNumPartitions(),
        data.training().range().units(),
        data.features(),
        data.standardization(),
        data.outcome());
  }
}
