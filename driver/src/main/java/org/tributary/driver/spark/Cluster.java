package org.tributary.driver.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The executors of a session.
 *
 * @param executors number of registered executors
 * @param asked the requested resources of an executor, with the settings
 * @param taskCores number of cores per task
 * @param master the cluster manager
 */
record Cluster(int executors, String asked, String taskCores, String master) {

  /** Returns the current executors of a session. */
  static Cluster of(SparkContext spark) {
    SparkConf conf = spark.conf();
    // On a cluster, the list of executors includes the driver.
    int others = spark.statusTracker().getExecutorInfos().length - (spark.isLocal() ? 0 : 1);
    String memory = conf.get("spark.executor.memory", "1g") + " of memory";
    String asked =
        conf.contains("spark.executor.cores")
            ? "%s and %s (spark.executor.cores, spark.executor.memory)"
                .formatted(cores(conf.get("spark.executor.cores")), memory)
            : memory + " (spark.executor.memory)";
    return new Cluster(
        Math.max(0, others), asked, cores(conf.get("spark.task.cpus", "1")), spark.master());
  }

  private static String cores(String number) {
    return number.equals("1") ? "1 core" : number + " cores";
  }

  /** Describes possible reasons why no task has started, and what to check. */
  String describe() {
    if (executors == 0) {
      return "no executor is registered. Each requests %s: request less, or check at %s what"
              .formatted(asked, master)
          + " is available";
    }
    String those = executors == 1 ? "1 executor is" : executors + " executors are";
    return "%s registered and none accepts a task, which needs %s (spark.task.cpus). Check at %s"
            .formatted(those, taskCores, master)
        + " whether they have enough, and whether Spark excludes executors after failures";
  }
}
