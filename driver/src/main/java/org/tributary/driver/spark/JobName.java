package org.tributary.driver.spark;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.tributary.driver.redaction.Credentials;

/** Sets the description of Spark jobs, which the Spark UI and a {@link Watch} show. */
public final class JobName {
  /** The local property that {@code SparkContext.setJobDescription} sets. */
  static final String PROPERTY = "spark.job.description";

  private JobName() {}

  /**
   * Runs work whose jobs have a name, and restores the previous name of the thread.
   *
   * @param name completes "Cannot finish ...", such as "round 28" or "the validation of rows.csv"
   */
  public static <T> T during(SparkContext spark, String name, Supplier<T> work) {
    String before = spark.getLocalProperty(PROPERTY);
    spark.setJobDescription(Credentials.hidden(name));
    try {
      return work.get();
    } finally {
      spark.setJobDescription(before);
    }
  }
}
