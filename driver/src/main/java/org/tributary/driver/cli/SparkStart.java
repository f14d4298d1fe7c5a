package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.driver.spec.InvalidConfiguration;

/** Starts Spark; a failed start is reported as one line that names the invalid setting. */
final class SparkStart {
  private static final int SHORTEST_VALUE = 3;

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
      return SparkSession.builder().sparkContext(context).getOrCreate();
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      log.ifPresent(StartLog::discard);
      throw explained(e, own, log.flatMap(StartLog::lastError));
    } finally {
      log.ifPresent(StartLog::close);
    }
  }

  private static RuntimeException explained(
      Exception failure, Map<String, String> own, Optional<String> lastError) {
    Throwable root = Failures.rootCause(failure);
    if (root instanceof NullPointerException || root instanceof IllegalStateException) {
      // The cluster ended the application; the context only reports that it is stopped.
      String reason = lastError.flatMap(error -> error.lines().findFirst()).orElse(root.toString());
      return new StartException(
          "Cannot start Spark on %s: %s".formatted(own.get("spark.master"), reason), failure);
    }
    String reason = SparkSettings.firstLine(root);
    return suspect(failure, own)
        .or(() -> own.size() == 1 ? own.keySet().stream().findFirst() : Optional.empty())
        .<RuntimeException>map(
            name ->
                new InvalidConfiguration(
                    SparkSettings.invalid(name, own.get(name), "Spark: " + reason), failure))
        .orElseGet(
            () ->
                new StartException(
                    "Cannot start Spark: %s (settings: %s)"
                        .formatted(reason, String.join(", ", new TreeMap<>(own).keySet())),
                    failure));
  }

  /**
   * Returns a failure that names the user's setting, if its messages mention that setting by key
   * or, for an invalid value, by value; else returns the failure itself.
   */
  static RuntimeException explained(RuntimeException failure, Map<String, String> own) {
    Throwable root = Failures.rootCause(failure);
    boolean wrongValue =
        root instanceof IllegalArgumentException || root instanceof ClassNotFoundException;
    return suspect(failure, own)
        .filter(name -> wrongValue)
        .<RuntimeException>map(
            name -> {
              String reason = SparkSettings.firstLine(root);
              return new InvalidConfiguration(
                  SparkSettings.invalid(name, own.get(name), reason), failure);
            })
        .orElse(failure);
  }

  /** Returns the user's setting that the messages mention, by key or else by value. */
  private static Optional<String> suspect(Throwable failure, Map<String, String> own) {
    List<String> messages = messages(failure);
    TreeMap<String, String> settings = new TreeMap<>(own);
    return settings.keySet().stream()
        .filter(name -> messages.stream().anyMatch(wholeWord(name)))
        .findFirst()
        .or(
            () ->
                settings.entrySet().stream()
                    .filter(setting -> setting.getValue().length() >= SHORTEST_VALUE)
                    .filter(s -> messages.stream().anyMatch(m -> m.contains(s.getValue())))
                    .map(Map.Entry::getKey)
                    .findFirst());
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
