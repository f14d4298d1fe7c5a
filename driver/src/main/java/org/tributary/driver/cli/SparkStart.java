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

/** Starts Spark, and turns a start that fails into one line that names the setting. */
final class SparkStart {
  private static final int SHORTEST_VALUE = 3;

  private SparkStart() {}

  /**
   * Starts a session.
   *
   * @param own what the user sets, by whole name
   * @throws InvalidConfiguration if Spark cannot start by one of these settings
   * @throws StartException if it cannot start for another reason
   */
  static SparkSession session(SparkConf conf, Map<String, String> own) {
    SparkSettings.requireValid(own, conf);
    Optional<StartLog> log = StartLog.hold();
    try {
      SparkContext context = SparkContext.getOrCreate(LoopbackUiConf.of(conf));
      if (context.isStopped()) {
        throw new IllegalStateException("Spark stopped while it started");
      }
      return SparkSession.builder().sparkContext(context).getOrCreate();
    } catch (Exception e) {
      // Scala throws checked exceptions that Java cannot see.
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
      // The cluster ended the application, and the context says no more than that it is stopped.
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
                    "Cannot start Spark: %s (its settings: %s)"
                        .formatted(reason, String.join(", ", new TreeMap<>(own).keySet())),
                    failure));
  }

  /**
   * Returns what a failure means where it speaks of a setting of the user: by its name, or else,
   * where the failure is about a wrong value, by that; the failure itself where it does not.
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

  /** Returns the setting of the user that messages speak of: by its name, or else by its value. */
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
