package org.tributary.driver.config;

/** The alternatives that a key names, where no other package has an enum of them. */
final class OptionNames {
  private OptionNames() {}

  /** The values of {@link Keys#DATA_FORMAT}. */
  enum FormatName {
    AUTO,
    CSV,
    LIBSVM,
    PARQUET,
    ORC,
    AVRO,
    JSON,
    IDX,
    SPARK
  }

  /** The values of {@link Keys#SPLIT}. */
  enum SplitName {
    ROW,
    CLASS,
    GROUP,
    TIME,
    COLUMN
  }

  /** The values of {@link Keys#OPTIMIZER}. */
  enum OptimizerName {
    GRADIENT_DESCENT,
    MOMENTUM,
    NESTEROV,
    ADAM,
    ADAMW,
    RMSPROP,
    LBFGS,
    OWLQN
  }

  /** The values of {@link Keys#STRATEGY}. */
  enum StrategyName {
    FULL_BATCH,
    MINI_BATCH,
    LOCAL_STEPS
  }

  /** The values of {@link Keys#OUTER}. */
  enum OuterName {
    AVERAGE,
    NESTEROV
  }

  /** The values of {@link Keys#AGGREGATION}. */
  enum AggregationName {
    AUTO,
    DIRECT,
    TREE,
    SHARDED
  }

  /** The values of {@link Keys#SCHEDULE}. */
  enum ScheduleName {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    FLAT_COSINE,
    COSLOG4,
    INVERSE_TIME
  }

  /** The values of {@link Keys#WEIGHT_DECAY_SCHEDULE}. */
  enum DecayName {
    CONSTANT,
    COSINE,
    FLAT_COSINE
  }
}
