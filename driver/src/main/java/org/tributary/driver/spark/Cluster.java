package org.tributary.driver.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The executors that a session has, and those that it asked for.
 *
 * @param executors how many are registered
 * @param asked what each executor is to have, with the settings that say so
 * @param taskCores the cores that a task takes
 * @param master where they were asked for
 */
record Cluster(int executors, String asked, String taskCores, String master) {

  /** Returns what a session has now. */
  static Cluster of(SparkContext spark) {
    SparkConf conf = spark.conf();
    // Away from the driver's process, the driver is among those that it knows of.
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

  /** Says why no task may have been taken, and what to look at. */
  String describe() {
    if (executors == 0) {
      return "no executor is registered. Each was asked to have %s: ask for less, or see at %s what"
              .formatted(asked, master)
          + " is free";
    }
    String those = executors == 1 ? "1 executor is" : executors + " executors are";
    return "%s registered and none takes a task, which needs %s (spark.task.cpus). See at %s"
            .formatted(those, taskCores, master)
        + " whether they have as many, and whether Spark excludes executors after failures";
  }
}
