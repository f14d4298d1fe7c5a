package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.redaction.SafeSettings;
import org.tributary.driver.run.ScratchDirectories;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * Validates Spark settings before Spark starts. Spark itself would report most invalid settings
 * with a stack trace, and some by terminating the process.
 */
final class SparkSettings {
  private static final List<String> CODECS = List.of("lz4", "lzf", "snappy", "zstd");

  /** Settings with comma-separated class names, and the short names that Spark accepts. */
  private static final Map<String, List<String>> CLASSES =
      Map.of(
          "spark.serializer", List.of(),
          "spark.kryo.registrator", List.of(),
          "spark.kryo.classesToRegister", List.of(),
          "spark.extraListeners", List.of(),
          "spark.plugins", List.of(),
          "spark.sql.extensions", List.of(),
          "spark.sql.queryExecutionListeners", List.of(),
          "spark.io.compression.codec", CODECS,
          "spark.eventLog.compression.codec", CODECS,
          "spark.shuffle.manager", List.of("sort", "tungsten-sort"));

  private SparkSettings() {}

  /**
   * Rejects settings that Spark cannot use.
   *
   * @param own the user's settings, by full key
   * @param conf the effective conf of Spark
   * @throws InvalidConfiguration with every problem, each naming its key
   */
  static void requireValid(Map<String, String> own, SparkConf conf) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(own)
        .forEach(
            (name, value) -> {
              int before = problems.size();
              typed(name, value, problems);
              if (problems.size() == before && CLASSES.containsKey(name)) {
                classes(name, value, problems);
              }
            });
    scratch(conf, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  /** Returns the message about a setting; it shows the value only if that is not a secret. */
  static String invalid(String name, String value, String reason) {
    return SafeSettings.isListed(name)
        ? "Invalid %s: %s (%s)".formatted(name, value, reason)
        : "Invalid %s (%s)".formatted(name, withoutValue(reason, value));
  }

  private static String withoutValue(String reason, String value) {
    String known = Printable.of(reason);
    return value.length() < 3 ? known : Credentials.hidden(known).replace(value, "***");
  }

  private static void typed(String name, String value, List<String> problems) {
    Entries.load();
    ConfigEntry<?> entry = ConfigEntry.findEntry(name);
    if (entry == null || value.contains("${")) {
      return;
    }
    try {
      entry.valueConverter().apply(value);
    } catch (RuntimeException e) {
      problems.add(invalid(name, value, "Spark: " + firstLine(e)));
    }
  }

  private static void classes(String name, String value, List<String> problems) {
    for (String type : value.split(",", -1)) {
      String bare = type.strip();
      try {
        if (!bare.isEmpty() && !CLASSES.get(name).contains(bare)) {
          Class.forName(bare, false, Thread.currentThread().getContextClassLoader());
        }
      } catch (ClassNotFoundException | LinkageError e) {
        String names = CLASSES.get(name).isEmpty() ? "" : "; short names: " + CLASSES.get(name);
        problems.add("Invalid %s: no class %s on the class path%s".formatted(name, bare, names));
      }
    }
  }

  /** Spark terminates the process without a message if none of the directories is usable. */
  private static void scratch(SparkConf conf, List<String> problems) {
    List<String> names = ScratchDirectories.ofSpark(conf);
    if (!names.isEmpty() && names.stream().noneMatch(SparkSettings::isUsable)) {
      problems.add(
          "Invalid spark.local.dir: %s (expected a directory that this user can create or write to)"
              .formatted(String.join(",", names)));
    }
  }

  private static boolean isUsable(String name) {
    try {
      Path directory = Files.createDirectories(Path.of(name));
      Files.delete(Files.createTempDirectory(directory, "tributary"));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the first line of a failure's message, without Spark's error code. */
  static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message
        .lines()
        .findFirst()
        .orElse(failure.getClass().getSimpleName())
        .replaceAll("^\\[[A-Z_.0-9]+] | SQLSTATE: \\w+$|^requirement failed: ", "");
  }

  /** Spark knows the type of a setting only after the object that declares it is initialized. */
  private static final class Entries {
    private static final List<String> OBJECTS =
        List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.internal.config.UI$",
            "org.apache.spark.internal.config.Kryo$",
            "org.apache.spark.internal.config.Network$",
            "org.apache.spark.internal.config.Status$",
            "org.apache.spark.internal.config.Deploy$",
            "org.apache.spark.internal.config.Worker$",
            "org.apache.spark.sql.internal.SQLConf$",
            "org.apache.spark.sql.internal.StaticSQLConf$");

    static {
      OBJECTS.forEach(Entries::initialize);
    }

    static void load() {
      // Loading the class runs the initialization.
    }

    private static void initialize(String object) {
      try {
        Class.forName(object);
      } catch (ClassNotFoundException e) {
        throw new LinkageError("This version of Spark has no " + object, e);
      }
    }
  }
}
