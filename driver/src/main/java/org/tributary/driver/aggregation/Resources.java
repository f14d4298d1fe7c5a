package org.tributary.driver.aggregation;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The resources of a round trip.
 *
 * @param place where tasks run
 * @param executors number of executors, 1 or more
 * @param cores of all executors
 * @param executorBytes heap of an executor
 * @param driverBytes heap of the driver
 * @param resultBytes limit of the total size of a stage's results
 */
public record Resources(
    Place place, int executors, int cores, long executorBytes, long driverBytes, long resultBytes) {

  /** Where tasks run. */
  public enum Place {
    /** On threads of the driver's process. */
    THREADS,
    /** On executors, over a network. */
    EXECUTORS
  }

  /** Returns the resources of a context, with its current executors. */
  public static Resources of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    long driver = Runtime.getRuntime().maxMemory();
    long results = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    boolean local = spark.isLocal();
    // The driver is listed among the executors.
    int executors = local ? 1 : Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
    return new Resources(
        local ? Place.THREADS : Place.EXECUTORS,
        executors,
        Math.max(executors, spark.defaultParallelism()),
        local ? driver : conf.getSizeAsBytes("spark.executor.memory", "1g"),
        driver,
        results == 0 ? Long.MAX_VALUE : results);
  }

  /** Returns the heap per task, if every core runs one. */
  long taskBytes() {
    return executorBytes * executors / cores;
  }
}
