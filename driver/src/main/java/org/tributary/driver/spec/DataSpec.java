package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Where samples come from and what their columns mean.
 *
 * @param path file or directory of the training data, on any Hadoop file system
 * @param format how to read it
 * @param columns the parts that columns play
 * @param holdout which rows are kept from training
 * @param standardize whether features are shifted and scaled to mean 0 and deviation 1
 * @param partitions number of partitions to train on; 0 leaves it to Spark's parallelism
 * @param blockRows samples a block, the unit of summation
 */
public record DataSpec(
    String path,
    FormatSpec format,
    ColumnsSpec columns,
    HoldoutSpec holdout,
    Standardize standardize,
    int partitions,
    int blockRows)
    implements Serializable {

  /** Whether features are shifted and scaled. */
  public enum Standardize {
    /** To mean 0 and deviation 1, by the training rows. */
    ON,
    /** Taken as they are. */
    OFF
  }

  /**
   * The parts that columns play.
   *
   * @param label one column, or several for several outputs
   * @param weight the column of sample weights, if any
   * @param features the feature columns; empty for every column that has no other part
   * @param ignore columns that are not features
   */
  public record ColumnsSpec(
      List<String> label, Optional<String> weight, List<String> features, List<String> ignore)
      implements Serializable {
    /** Copies the lists. */
    public ColumnsSpec {
      label = List.copyOf(label);
      features = List.copyOf(features);
      ignore = List.copyOf(ignore);
    }
  }
}
