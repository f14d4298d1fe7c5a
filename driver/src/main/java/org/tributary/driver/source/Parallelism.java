package org.tributary.driver.source;

import java.util.List;
import org.apache.spark.SparkContext;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.Limits;

/** Spark's default parallelism, the default for the number of splits. */
public final class Parallelism {
  /** The Spark setting; without it, the parallelism is the number of cores. */
  public static final String KEY = "spark.default.parallelism";

  private Parallelism() {}

  /**
   * Returns the default parallelism, 1 or more.
   *
   * @throws InvalidConfiguration if it is no number of partitions
   */
  public static int of(SparkContext spark) {
    int parallelism = spark.defaultParallelism();
    require(String.valueOf(parallelism));
    return parallelism;
  }

  /**
   * Refuses a value of the setting that is no number of partitions.
   *
   * @throws InvalidConfiguration naming the setting and the range
   */
  public static void require(String value) {
    boolean digits = value.strip().matches("\\d{1,9}");
    long parallelism = digits ? Long.parseLong(value.strip()) : 0;
    if (parallelism < 1 || parallelism > Limits.PARTITIONS) {
      throw new InvalidConfiguration(
          List.of(
              "Invalid %s: %s (expected an integer from 1 to %d)"
                  .formatted(KEY, value, Limits.PARTITIONS)));
    }
  }
}
