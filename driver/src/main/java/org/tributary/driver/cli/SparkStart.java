package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.tributary.driver.redaction.SafeSettings;
import org.tributary.driver.spec.InvalidConfiguration;

/** Starts Spark; a failed start is reported as one line that names the invalid setting. */
final class SparkStart {
  private static final int SHORTEST_VALUE = 3;
  private static final String MASTERS =
      "expected local[*] or spark://HOST:PORT; yarn and k8s:// need an installed Spark: set"
          + " SPARK_HOME, and TRIBUTARY_SUBMIT_ARGS='--master ...'";

  private static final String MASTER = "spark.master";

  /** What Spark says of a job when its scheduler fails. */
  private static final String ENDED = "cancelled as part of cancellation of all jobs";

  private static final String SPARK = "org.apache.spark.";
  private static final String TRIBUTARY = "org.tributary.";

  /** Limits that Spark names in the failure of a job that exceeds them. */
  private static final Set<String> LIMITS =
      Set.of(
          "spark.driver.maxResultSize",
          "spark.rpc.message.maxSize",
          "spark.kryoserializer.buffer.max");

  private SparkStart() {}

  /**
   * Starts a session.
   *
   * @param own the user's settings, by full key
   * @throws InvalidConfiguration if one of these settings prevents the start
   * @throws StartException if Spark cannot start for another reason
   */
  static SparkSession session(SparkConf conf, Map<String, String> own) {
    SparkSettings.requireValid(own, conf);
    Optional<StartLog> log = StartLog.hold();
    try {
      SparkContext context = SparkContext.getOrCreate(LoopbackUiConf.of(conf));
      if (context.isStopped()) {
        throw new IllegalStateException("Spark was stopped during its start");
      }
      // SparkSession.builder() finds this class by Scala's reflection, which takes longer than the
      // rest.
      return org.apache.spark.sql.classic.SparkSession.builder()
          .sparkContext(context)
          .getOrCreate();
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      log.ifPresent(StartLog::discard);
      throw explained(e, own, log.flatMap(StartLog::lastError));
    } finally {
      log.ifPresent(StartLog::close);
    }
  }

  /**
   * Returns what a failed start is reported as.
   *
   * @param own the settings of the user, by full key
   * @param lastError the last error that Spark logged
   */
  static RuntimeException explained(
      Exception failure, Map<String, String> own, Optional<String> lastError) {
    Throwable root = Failures.rootCause(failure);
    if (root instanceof ConcurrentModificationException) {
      // On YARN, the application master adds a filter to the web UI while that starts.
      return new StartException(
          ("Cannot start Spark on %s: two of its threads changed its web UI at the same time; run the"
                  + " command again, or set spark.ui.enabled=false")
              .formatted(own.get("spark.master")),
          failure);
    }
    boolean local = own.getOrDefault(MASTER, "local").startsWith("local");
    if (!local && (root instanceof NullPointerException || root instanceof IllegalStateException)) {
      // The cluster ended the application; the context only reports that it is stopped.
      String reason = lastError.flatMap(error -> error.lines().findFirst()).orElse(root.toString());
      return new StartException(
          "Cannot start Spark on %s: %s".formatted(own.get(MASTER), reason), failure);
    }
    String reason =
        root instanceof IllegalStateException
            ? lastError.orElseGet(() -> SparkSettings.firstLine(root))
            : SparkSettings.firstLine(root);
    if (reason.startsWith("Could not parse Master URL")) {
      return new InvalidConfiguration(
          SparkSettings.invalid(MASTER, own.getOrDefault(MASTER, ""), MASTERS), failure);
    }
    if (reason.startsWith("System memory")) {
      return new InvalidConfiguration(
          "Invalid TRIBUTARY_HEAP: %d MiB (expected 450m or more for Spark); raise it, or"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20)
              + " spark.driver.memory with spark-submit",
          failure);
    }
    List<String> odd = suspects(own);
    List<String> suspects = odd.isEmpty() ? settings(own) : odd;
    return suspect(failure, own)
        .or(() -> suspects.size() == 1 ? suspects.stream().findFirst() : Optional.empty())
        .<RuntimeException>map(
            name ->
                new InvalidConfiguration(
                    SparkSettings.invalid(name, own.get(name), "Spark: " + reason), failure))
        .orElseGet(
            () ->
                suspects.isEmpty()
                    ? new StartException("Cannot start Spark: " + reason, failure)
                    : new InvalidConfiguration(with("start", suspects, reason), failure));
  }

  /**
   * Returns a refusal of the user's setting, if the messages of a failure mention it by key or, for
   * an invalid value, by value; one of all settings that may be the cause, if Spark failed within
   * itself; else none.
   *
   * @param own the settings of the job, by full key, without those of spark-submit
   */
  static Optional<InvalidConfiguration> explained(Exception failure, Map<String, String> own) {
    Throwable root = Failures.rootCause(failure);
    boolean wrongValue =
        root instanceof IllegalArgumentException || root instanceof ClassNotFoundException;
    String reason = SparkSettings.firstLine(root);
    Optional<String> name =
        wrongValue
            ? suspect(failure, own)
            : suspectByKey(messages(failure), own).filter(LIMITS::contains);
    if (name.isPresent()) {
      String invalid = SparkSettings.invalid(name.get(), own.get(name.get()), reason);
      return Optional.of(new InvalidConfiguration(invalid, failure));
    }
    List<String> suspects = suspects(own);
    return suspects.isEmpty() || !isWithinSpark(root)
        ? Optional.empty()
        : Optional.of(
            new InvalidConfiguration(
                with("run", suspects, root.getClass().getSimpleName() + ": " + reason), failure));
  }

  private static String with(String verb, List<String> settings, String reason) {
    return "Cannot %s Spark with %s: %s (expected settings that Spark supports; correct or remove %s)"
        .formatted(verb, String.join(", ", settings), reason, settings.size() == 1 ? "it" : "them");
  }

  /** Returns the settings that may make Spark fail: those whose values no range was found for. */
  private static List<String> suspects(Map<String, String> own) {
    return settings(own).stream()
        .filter(name -> !SafeSettings.mayBeStored(name, own.get(name)))
        .toList();
  }

  /** Returns the names of the user's settings, in order, without a local master. */
  private static List<String> settings(Map<String, String> own) {
    return own.keySet().stream()
        .filter(name -> !(name.equals(MASTER) && own.get(name).startsWith("local")))
        .sorted()
        .toList();
  }

  /** Tells whether code of Spark, or of a library that it calls, threw an unchecked exception. */
  private static boolean isWithinSpark(Throwable root) {
    if (root instanceof SparkException && String.valueOf(root.getMessage()).contains(ENDED)) {
      return true;
    }
    boolean unchecked =
        root instanceof RuntimeException
            || root instanceof LinkageError
            || root instanceof AssertionError;
    if (!unchecked) {
      return false;
    }
    return Arrays.stream(root.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(type -> type.startsWith(SPARK) || type.startsWith(TRIBUTARY))
        .findFirst()
        .filter(type -> type.startsWith(SPARK))
        .isPresent();
  }

  /** Returns the user's setting that the messages mention, by key or else by value. */
  private static Optional<String> suspect(Throwable failure, Map<String, String> own) {
    List<String> messages = messages(failure);
    return suspectByKey(messages, own)
        .or(
            () ->
                new TreeMap<>(own)
                    .entrySet().stream()
                        .filter(setting -> setting.getValue().length() >= SHORTEST_VALUE)
                        .filter(s -> messages.stream().anyMatch(m -> m.contains(s.getValue())))
                        .map(Map.Entry::getKey)
                        .findFirst());
  }

  private static Optional<String> suspectByKey(List<String> messages, Map<String, String> own) {
    return new TreeMap<>(own)
        .keySet().stream().filter(name -> messages.stream().anyMatch(wholeWord(name))).findFirst();
  }

  private static Predicate<String> wholeWord(String name) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?![\\w]|\\.\\w)").asPredicate();
  }

  private static List<String> messages(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      messages.add(String.valueOf(each.getMessage()));
    }
    return messages;
  }
}
