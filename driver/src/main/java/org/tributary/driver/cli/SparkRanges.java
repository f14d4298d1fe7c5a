package org.tributary.driver.cli;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tributary.driver.spec.Limits;
import scala.Option;

/**
 * Ranges of Spark settings that Spark itself does not check, or only when it fails: with a value
 * outside of them Spark hangs, runs out of memory, or fails at a distance from the setting.
 *
 * <p>Bounds are in the unit in which Spark declares the setting, which {@code expected} spells.
 */
final class SparkRanges {
  private static final Range PORT =
      new Range(
          0, 65535, n -> n == 0 || n >= 1024, "0 for any free port, or a port from 1024 to 65535");

  private static final Range COUNT = integers(1, Integer.MAX_VALUE);
  private static final Range COUNT_OR_NONE = integers(0, Integer.MAX_VALUE);
  private static final Range BUFFER_KIB =
      new Range(1, (1 << 21) - 1, n -> true, "a size from 1k to 2047m");
  private static final Range BUFFER_BYTES =
      new Range(1024, Integer.MAX_VALUE - 1023, n -> true, "a size from 1k to 2047m");
  private static final Range MEBIBYTES = new Range(1, 1L << 30, n -> true, "a size from 1m to 1p");

  /** Below, a file of some size makes more splits than a driver holds. */
  private static final String SPLIT = "spark.hadoop.mapreduce.input.fileinputformat.split.maxsize";

  private static final Map<String, Range> RANGES =
      Map.ofEntries(
          Map.entry("spark.driver.port", PORT),
          Map.entry("spark.blockManager.port", PORT),
          Map.entry("spark.driver.blockManager.port", PORT),
          Map.entry("spark.ui.port", PORT),
          Map.entry("spark.port.maxRetries", integers(0, 65535)),
          Map.entry("spark.driver.memory", MEBIBYTES),
          Map.entry("spark.executor.memory", MEBIBYTES),
          Map.entry("spark.driver.cores", COUNT),
          Map.entry("spark.executor.cores", COUNT),
          Map.entry("spark.executor.instances", COUNT),
          Map.entry("spark.cores.max", COUNT),
          Map.entry("spark.task.cpus", COUNT),
          Map.entry("spark.task.maxFailures", COUNT),
          Map.entry("spark.driver.maxResultSize", maxResultSize()),
          Map.entry("spark.broadcast.blockSize", BUFFER_KIB),
          Map.entry("spark.buffer.size", BUFFER_BYTES),
          Map.entry("spark.buffer.write.chunkSize", BUFFER_BYTES),
          Map.entry("spark.kryoserializer.buffer", BUFFER_KIB),
          Map.entry("spark.rpc.message.maxSize", integers(1, 2047)),
          Map.entry("spark.io.compression.lz4.blockSize", lz4()),
          Map.entry("spark.storage.unrollMemoryCheckPeriod", COUNT),
          Map.entry(SPLIT, integers(256, Long.MAX_VALUE)),
          Map.entry("spark.shuffle.file.buffer", BUFFER_KIB),
          Map.entry("spark.shuffle.unsafe.file.output.buffer", BUFFER_KIB),
          Map.entry("spark.reducer.maxSizeInFlight", new Range(1, 1 << 20, n -> true, sizes("m"))),
          Map.entry("spark.sql.shuffle.partitions", integers(1, Limits.PARTITIONS)),
          Map.entry("spark.dynamicAllocation.minExecutors", COUNT_OR_NONE),
          Map.entry("spark.dynamicAllocation.initialExecutors", COUNT_OR_NONE),
          Map.entry("spark.dynamicAllocation.maxExecutors", COUNT));

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*(\\d+))?])?");

  private SparkRanges() {}

  /** Tells whether a number is in a range, besides its bounds. */
  @FunctionalInterface
  private interface Member {
    boolean holds(long number);
  }

  private record Range(long least, long most, Member member, String expected) {}

  private static Range integers(long least, long most) {
    return new Range(least, most, n -> true, "an integer from " + least + " to " + most);
  }

  private static Range maxResultSize() {
    return new Range(
        0, Long.MAX_VALUE, n -> n == 0 || n >= 1 << 20, "a size of 1m or more, or 0 for no limit");
  }

  private static Range lz4() {
    return new Range(64, 32 << 20, n -> true, "a size from 64b to 32m");
  }

  private static String sizes(String unit) {
    return "a size of 1" + unit + " or more, such as 48m";
  }

  /** Tells whether a setting has a range here. */
  static boolean isKnown(String name) {
    return RANGES.containsKey(name);
  }

  /**
   * Returns what is expected instead of a value; empty if the value is in its range, or the setting
   * has none here.
   *
   * @param converted the value as Spark reads it
   */
  static Optional<String> refusal(String name, Object converted) {
    Object value = converted instanceof Option<?> option ? option.getOrElse(() -> "") : converted;
    if (value instanceof Double number && number.isNaN()) {
      return Optional.of("expected a number");
    }
    Range range = RANGES.get(name);
    if (range == null || !(value instanceof Number number)) {
      return Optional.empty();
    }
    long n = number.longValue();
    boolean in = n >= range.least && n <= range.most && range.member.holds(n);
    return in ? Optional.empty() : Optional.of("expected " + range.expected);
  }

  /** Returns what is expected instead of the text of a setting that Spark does not declare. */
  static Optional<String> refusalOfText(String name, String value) {
    Range range = RANGES.get(name);
    if (range == null) {
      return Optional.empty();
    }
    return value.matches("-?\\d{1,18}")
        ? refusal(name, Long.valueOf(value))
        : Optional.of("expected " + range.expected);
  }

  /** Returns what is expected instead of a local master; empty if it is right, or another one. */
  static Optional<String> refusalOfMaster(String master) {
    Matcher local = LOCAL.matcher(master);
    if (master.startsWith("local-cluster")) {
      return LocalCluster.refusal(master, Optional.ofNullable(System.getenv("SPARK_HOME")));
    }
    if (!master.startsWith("local")) {
      return Optional.empty();
    }
    boolean right = local.matches() && inRange(local.group(1)) && inRange(local.group(2));
    return right
        ? Optional.empty()
        : Optional.of(
            "expected local, local[*], or local[N] with N from 1 to " + Limits.PARTITIONS);
  }

  private static boolean inRange(String count) {
    if (count == null || count.equals("*")) {
      return true;
    }
    return count.length() <= 9
        && Integer.parseInt(count) >= 1
        && Integer.parseInt(count) <= Limits.PARTITIONS;
  }
}
