package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.redaction.SafeSettings;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.run.ScratchDirectories;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * Validates Spark settings before Spark starts. Spark itself would report most invalid settings
 * with a stack trace, and some by terminating the process.
 */
final class SparkSettings {
  private static final int LONGEST_SHOWN = 200;

  /** Names of settings with options of a JVM, commands or variables, which may contain anything. */
  private static final Pattern FREE_TEXT =
      Pattern.compile("options|env\\b|\\.env\\.|command|arguments", Pattern.CASE_INSENSITIVE);

  private static final Pattern TYPE =
      Pattern.compile("It should be a/an '(\\w+)(?: in \\w+)?' value");

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

  /** Settings with comma-separated files. */
  private static final List<String> FILES = List.of("spark.jars", "spark.files", "spark.archives");

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
    SparkRanges.refusalOfMaster(conf.get("spark.master"))
        .ifPresent(
            expected -> problems.add(invalid("spark.master", conf.get("spark.master"), expected)));
    if (!conf.get("spark.submit.deployMode", "client").equals("cluster")) {
      FILES.stream().filter(own::containsKey).forEach(name -> files(name, own.get(name), problems));
    }
    scratch(conf, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  /** Returns the message about a setting; it shows the value only if that is not a secret. */
  static String invalid(String name, String value, String reason) {
    return isShown(name)
        ? "Invalid %s: %s (%s)".formatted(name, shown(value), Credentials.hidden(reason))
        : "Invalid %s (%s)".formatted(name, withoutValue(reason, value));
  }

  /**
   * Tells whether messages show the values of a setting: Spark declares it, and neither its name
   * nor its form lets a secret be in it.
   */
  static boolean isShown(String name) {
    Entries.load();
    boolean declared =
        ConfigEntry.findEntry(name) != null
            || CLASSES.containsKey(name)
            || SparkRanges.isKnown(name);
    return SafeSettings.isListed(name)
        || (declared && !Secrets.isSecret(name) && !FREE_TEXT.matcher(name).find());
  }

  private static String shown(String value) {
    String text = Credentials.hidden(value);
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  private static String withoutValue(String reason, String value) {
    String known = Printable.of(reason);
    return value.length() < 3 ? known : Credentials.hidden(known).replace(value, "***");
  }

  private static void typed(String name, String value, List<String> problems) {
    Entries.load();
    ConfigEntry<?> entry = ConfigEntry.findEntry(name);
    if (value.contains("${")) {
      return;
    }
    if (entry == null) {
      SparkRanges.refusalOfText(name, value)
          .ifPresent(expected -> problems.add(invalid(name, value, expected)));
      return;
    }
    try {
      SparkRanges.refusal(name, entry.valueConverter().apply(value))
          .ifPresent(expected -> problems.add(invalid(name, value, expected)));
    } catch (RuntimeException e) {
      problems.add(invalid(name, value, expected(e)));
    }
  }

  /** Returns what Spark expects instead of a value that it cannot convert. */
  private static String expected(RuntimeException failure) {
    Matcher type = TYPE.matcher(firstLine(failure));
    if (!type.find()) {
      return "Spark: " + firstLine(failure);
    }
    return switch (type.group(1)) {
      case "boolean" -> "expected true or false";
      case "int" -> "expected an integer from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
      case "long" -> "expected an integer of 64 bits";
      case "double" -> "expected a number";
      case "time" -> "expected a duration, such as 30s";
      case "bytes" -> "expected a size, such as 512m";
      default -> "expected a value of type " + type.group(1);
    };
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

  /** Spark only warns of most files that are missing. */
  private static void files(String name, String value, List<String> problems) {
    for (String each : value.split(",", -1)) {
      String path = each.strip().replaceFirst("#.*$", "");
      boolean local = !UserPath.isUri(path) || path.startsWith("file:");
      if (!path.isEmpty() && local && path.indexOf('*') < 0 && !exists(path)) {
        problems.add(invalid(name, value, "there is no file " + path));
      }
    }
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path.replaceFirst("^file:(//)?", "")));
    } catch (InvalidPathException e) {
      return false;
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
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (failure instanceof ClassNotFoundException && message.indexOf(' ') < 0) {
      return "no class %s on the class path".formatted(message);
    }
    return message
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElseGet(
            () ->
                failure instanceof IllegalArgumentException
                    ? "the value is out of range"
                    : failure.getClass().getSimpleName())
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
