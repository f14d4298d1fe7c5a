package org.tributary.driver.run;

import org.tributary.core.function.OutputLoss;
import org.tributary.driver.dataset.ColumnReport;
import org.tributary.driver.dataset.PreparedData;

/**
 * The size of the data, and what it was found to hold.
 *
 * @param trainingRows number of training samples
 * @param validationRows number of validation samples
 * @param holdoutRows number of hold-out samples
 * @param partitions number of partitions of the training samples
 * @param columns what the columns were found to hold
 * @param output the output function and loss
 * @param inputs number of inputs of the network
 */
public record DataSummary(
    long trainingRows,
    long validationRows,
    long holdoutRows,
    int partitions,
    ColumnReport columns,
    OutputLoss output,
    int inputs) {
  static DataSummary of(PreparedData<?> data) {
    return new DataSummary(
        data.training().rows(),
        data.validation().map(blocks -> blocks.rows()).orElse(0L),
        data.holdout().map(blocks -> blocks.rows()).orElse(0L),
        data.training().rdd().getNumPartitions(),
        data.columns(),
        data.output(),
        data.preparation().inputs());
  }
}
