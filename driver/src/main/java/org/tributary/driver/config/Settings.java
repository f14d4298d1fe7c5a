package org.tributary.driver.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values of all keys, in this order of precedence: the user's settings, those of a saved job,
 * the defaults.
 *
 * <p>An invalid value is recorded as a problem and replaced by its default, so that the other keys
 * can be checked. The job is then rejected at the end.
 *
 * <p>All values that are read are recorded, so that the effective configuration can be written.
 * Readers report if the job uses a different value, or none. Mutable.
 */
final class Settings {
  private final ConfigLayer user;
  private final ConfigLayer kept;
  private final boolean isNew;
  private final Problems problems;
  private final Map<String, Object> asked = new HashMap<>();
  private final Map<String, Object> resolved = new HashMap<>();
  private final Set<String> omitted = new HashSet<>();

  /**
   * Layers the sources.
   *
   * @param user what the user sets, which has to make sense as a whole
   * @param kept what an earlier job kept; of a new job, what its preset sets
   * @param isNew whether nothing is kept of an earlier job
   * @param problems added to
   */
  Settings(ConfigLayer user, ConfigLayer kept, boolean isNew, Problems problems) {
    this.user = user;
    this.kept = kept;
    this.isNew = isNew;
    this.problems = problems;
  }

  /** Returns whether the user sets a key. */
  boolean isSet(Key<?> key) {
    return user.value(key).filter(value -> !isNull(value)).isPresent();
  }

  /** Tells whether this is a new job, with nothing kept of an earlier one. */
  boolean isNew() {
    return isNew;
  }

  /** Returns whether there are problems so far. */
  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** Returns the value of a key that is optional. */
  <T> Optional<T> optional(Key<T> key) {
    Optional<T> value = given(key).or(() -> Defaults.of(key));
    value.ifPresent(present -> record(key, present));
    return value;
  }

  /** Returns the value of a key that has a default. */
  <T> T value(Key<T> key) {
    return optional(key)
        .orElseThrow(() -> new IllegalStateException("Cannot read " + key.name() + ": no default"));
  }

  /**
   * Returns the value of a key that has to be set.
   *
   * @param placeholder replaces a missing value, which is recorded as a problem
   * @param remedy what to set it to
   */
  <T> T required(Key<T> key, T placeholder, String remedy) {
    if (stated(key).isEmpty()) {
      problems.add("Missing %s: set it to %s".formatted(key.name(), remedy));
    }
    return record(key, given(key).orElse(placeholder));
  }

  /**
   * Returns the value of a setting that belongs to a choice, with the default of that choice.
   *
   * @param placeholder replaces a missing value, which is recorded as a problem
   */
  <T> T value(Key<T> setting, Key<? extends Enum<?>> choice, Enum<?> chosen, T placeholder) {
    Optional<T> byDefault = Defaults.of(setting, choice, chosen);
    if (stated(setting).isEmpty() && byDefault.isEmpty()) {
      problems.add(
          "Missing %s: %s needs it (expected %s)"
              .formatted(setting.name(), chosenBy(choice, chosen), setting.type().expected()));
    }
    return record(setting, given(setting).or(() -> byDefault).orElse(placeholder));
  }

  /** Returns the entries of a section: those of the user over those of an earlier job. */
  Map<String, String> options(Key<Map<String, String>> key) {
    Map<String, String> entries = new TreeMap<>();
    kept.value(key)
        .filter(value -> !isNull(value))
        .flatMap(key.type()::read)
        .ifPresent(entries::putAll);
    entries.putAll(given(key).orElse(Map.of()));
    return record(key, Map.copyOf(entries));
  }

  /** Records the value that the job uses for a key, if it differs from the value that was read. */
  <T> void resolve(Key<T> key, T value) {
    resolved.put(key.name(), key.type().write(value));
  }

  /** Records that a key does not apply to the job. */
  void omit(Key<?> key) {
    omitted.add(key.name());
  }

  /** Returns the values that the job has, by the names of their keys. */
  Map<String, Object> recorded() {
    Map<String, Object> values = new HashMap<>(asked);
    values.putAll(resolved);
    values.keySet().removeAll(omitted);
    return values;
  }

  /** Refuses every one of the settings that the user sets and the choice does not have. */
  void refuseOthers(
      Iterable<Key<?>> settings, Key<? extends Enum<?>> choice, Enum<?> chosen, String remedy) {
    for (Key<?> setting : settings) {
      if (!Defaults.has(setting, choice, chosen)) {
        refuse(setting, chosenBy(choice, chosen) + " has no such setting; " + remedy);
      }
    }
  }

  /** Refuses a key, if the user sets it, for a reason. */
  void refuse(Key<?> key, String reason) {
    if (isSet(key)) {
      problems.add("Cannot use %s (%s): %s".formatted(key.name(), where(key), reason));
    }
  }

  /** Notes that the value of a key does not go with the others. */
  void invalid(Key<?> key, String expected) {
    String value =
        stated(key).map(stated -> ShownText.value(key.name(), stated)).orElse("the default");
    problems.add(
        "Invalid %s (%s): %s (expected %s)".formatted(key.name(), where(key), value, expected));
  }

  /** Returns the choice and where it was made, to begin a reason with. */
  String chosenBy(Key<? extends Enum<?>> choice, Enum<?> chosen) {
    return "%s is %s (%s), which".formatted(choice.name(), ValueTypes.name(chosen), where(choice));
  }

  /** Returns the location of the value of a key. */
  String where(Key<?> key) {
    return stated(key).map(value -> Origins.where(value.origin())).orElse("by default");
  }

  /** Returns the settings of Spark as text; null unsets. */
  Map<String, String> spark() {
    Map<String, ConfigValue> all = new TreeMap<>(Defaults.spark());
    kept.spark().forEach(all::put);
    user.spark().forEach((name, value) -> override(all, name, value));
    Map<String, String> settings = new TreeMap<>();
    all.forEach(
        (name, value) ->
            ValueTypes.scalar(value)
                .ifPresentOrElse(
                    text -> settings.put(name, text),
                    () ->
                        problems.add(
                            "Invalid %s (%s): %s (expected text, a number or a boolean)"
                                .formatted(
                                    name,
                                    Origins.where(value.origin()),
                                    ShownText.value(name, value)))));
    return settings;
  }

  private static void override(Map<String, ConfigValue> all, String name, ConfigValue value) {
    if (!isNull(value)) {
      all.put(name, value);
    } else if (Defaults.spark().containsKey(name)) {
      all.put(name, Defaults.spark().get(name));
    } else {
      all.remove(name);
    }
  }

  private <T> T record(Key<T> key, T value) {
    asked.put(key.name(), key.type().write(value));
    return value;
  }

  private Optional<ConfigValue> stated(Key<?> key) {
    return user.value(key).or(() -> kept.value(key)).filter(value -> !isNull(value));
  }

  private <T> Optional<T> given(Key<T> key) {
    Optional<ConfigValue> stated = stated(key);
    Optional<T> value = stated.flatMap(key.type()::read);
    if (stated.isPresent() && value.isEmpty()) {
      invalid(key, key.type().expected());
    }
    return value;
  }

  private static boolean isNull(ConfigValue value) {
    return value.valueType() == ConfigValueType.NULL;
  }
}
