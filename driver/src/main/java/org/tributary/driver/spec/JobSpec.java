package org.tributary.driver.spec;

import java.io.Serializable;

/** A whole job. */
public record JobSpec(
    DataSpec data,
    NetworkSpec network,
    TrainSpec train,
    OutputSpec output,
    WatchSpec watch,
    SparkSpec spark)
    implements Serializable {

  /** Returns the same job with another way to train. */
  public JobSpec withTrain(TrainSpec other) {
    return new JobSpec(data, network, other, output, watch, spark);
  }
}
