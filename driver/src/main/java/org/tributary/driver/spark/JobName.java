package org.tributary.driver.spark;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.tributary.driver.redaction.Credentials;

/** Names what Spark's jobs are for, as its pages and a {@link Watch} show them. */
public final class JobName {
  /** The local property that {@code SparkContext.setJobDescription} sets. */
  static final String PROPERTY = "spark.job.description";

  private JobName() {}

  /**
   * Does work whose jobs bear a name, and gives the thread back the name that it had before.
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
