package org.tributary.driver.run;

import org.tributary.driver.dataset.PreparedData;

/**
 * How much data there is.
 *
 * @param trainingRows number of samples to train on
 * @param holdoutRows number of samples held out
 * @param partitions number of partitions of the samples to train on
 */
public record DataSummary(long trainingRows, long holdoutRows, int partitions) {
  static DataSummary of(PreparedData<?> data) {
    return new DataSummary(
        data.training().rows(),
        data.holdout().map(blocks -> blocks.rows()).orElse(0L),
        data.training().rdd().getNumPartitions());
  }
}
