package org.tributary.driver.run;

import org.tributary.driver.dataset.PreparedData;

/**
 * The size of the data.
 *
 * @param trainingRows number of training samples
 * @param holdoutRows number of hold-out samples
 * @param partitions number of partitions of the training samples
 */
public record DataSummary(long trainingRows, long holdoutRows, int partitions) {
  static DataSummary of(PreparedData<?> data) {
    return new DataSummary(
        data.training().rows(),
        data.holdout().map(blocks -> blocks.rows()).orElse(0L),
        data.training().rdd().getNumPartitions());
  }
}
