package org.tributary.driver.redaction;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The Spark settings that may be saved in a model and shown in messages, with the valid form of
 * their values. All others may contain or refer to a secret.
 */
public final class SafeSettings {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern QUANTITY = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?[a-zA-Z]{0,3}");
  private static final Pattern SWITCH = Pattern.compile("true|false");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,12}");
  private static final Pattern SPARK_CLASS =
      Pattern.compile("org\\.apache\\.spark\\.[\\w.$]{1,120}");
  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[[\\d*]+(,\\d+)?])?|local-cluster\\[[\\d,]+]|yarn"
              + "|spark://[\\w.-]+(:\\d+)?(,[\\w.-]+(:\\d+)?)*|k8s://(https?://)?[\\w.-]+(:\\d+)?");

  private static final Map<String, Pattern> FORMS =
      Map.ofEntries(
          Map.entry("spark.master", MASTER),
          Map.entry("spark.submit.deployMode", WORD),
          Map.entry("spark.default.parallelism", NUMBER),
          Map.entry("spark.cores.max", NUMBER),
          Map.entry("spark.driver.cores", NUMBER),
          Map.entry("spark.driver.memory", QUANTITY),
          Map.entry("spark.driver.memoryOverhead", QUANTITY),
          Map.entry("spark.driver.maxResultSize", QUANTITY),
          Map.entry("spark.executor.instances", NUMBER),
          Map.entry("spark.executor.cores", NUMBER),
          Map.entry("spark.executor.memory", QUANTITY),
          Map.entry("spark.executor.memoryOverhead", QUANTITY),
          Map.entry("spark.memory.fraction", NUMBER),
          Map.entry("spark.memory.storageFraction", NUMBER),
          Map.entry("spark.memory.offHeap.enabled", SWITCH),
          Map.entry("spark.memory.offHeap.size", QUANTITY),
          Map.entry("spark.dynamicAllocation.enabled", SWITCH),
          Map.entry("spark.dynamicAllocation.minExecutors", NUMBER),
          Map.entry("spark.dynamicAllocation.maxExecutors", NUMBER),
          Map.entry("spark.dynamicAllocation.initialExecutors", NUMBER),
          Map.entry("spark.task.cpus", NUMBER),
          Map.entry("spark.task.maxFailures", NUMBER),
          Map.entry("spark.speculation", SWITCH),
          Map.entry("spark.speculation.quantile", NUMBER),
          Map.entry("spark.speculation.multiplier", NUMBER),
          Map.entry("spark.scheduler.mode", WORD),
          Map.entry("spark.locality.wait", QUANTITY),
          Map.entry("spark.network.timeout", QUANTITY),
          Map.entry("spark.rpc.message.maxSize", QUANTITY),
          Map.entry("spark.serializer", SPARK_CLASS),
          Map.entry("spark.kryo.registrationRequired", SWITCH),
          Map.entry("spark.kryoserializer.buffer", QUANTITY),
          Map.entry("spark.kryoserializer.buffer.max", QUANTITY),
          Map.entry("spark.io.compression.codec", WORD),
          Map.entry("spark.rdd.compress", SWITCH),
          Map.entry("spark.shuffle.compress", SWITCH),
          Map.entry("spark.broadcast.compress", SWITCH),
          Map.entry("spark.broadcast.blockSize", QUANTITY),
          Map.entry("spark.sql.shuffle.partitions", NUMBER),
          Map.entry("spark.sql.files.maxPartitionBytes", QUANTITY),
          Map.entry("spark.sql.adaptive.enabled", SWITCH),
          Map.entry("spark.ui.enabled", SWITCH),
          Map.entry("spark.ui.port", NUMBER));

  private SafeSettings() {}

  /** Returns whether a setting is on the list. An invalid value of it is not a secret, either. */
  public static boolean isListed(String name) {
    return FORMS.containsKey(name);
  }

  /**
   * Returns whether a setting may be saved: it is on the list, and its value has the valid form.
   */
  public static boolean mayBeStored(String name, String value) {
    return isListed(name) && FORMS.get(name).matcher(value).matches();
  }
}
