package org.tributary.driver.aggregation;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a round has at its disposal.
 *
 * @param place where tasks run
 * @param executors number of executors, 1 or more
 * @param cores of all executors
 * @param executorBytes heap of an executor
 * @param driverBytes heap of the driver
 * @param resultBytes what Spark lets the tasks of a stage send to the driver together
 */
public record Resources(
    Place place, int executors, int cores, long executorBytes, long driverBytes, long resultBytes) {

  /** Where tasks run. */
  public enum Place {
    /** In threads of the driver's process. */
    THREADS,
    /** In executors, over a network. */
    EXECUTORS
  }

  /** Returns those of a context, with the executors that it has now. */
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

  /** Returns the heap that a task has, if every core has one. */
  long taskBytes() {
    return executorBytes * executors / cores;
  }
}
