package org.tributary.driver.config;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * How the CSV that a model was trained on is written, or by default, if it was trained on something
 * else.
 *
 * @param format the notation; its delimiter only if a setting of this run gives it
 * @param trainingDelimiter the delimiter that was set for training, unless a setting of this run
 *     replaces it
 */
public record StoredNotation(FormatSpec.Csv format, Optional<Character> trainingDelimiter) {
  private static final String PREFIX = "data.csv.";

  /** Standard input has no name that implies a delimiter. */
  private static final String ROWS = "rows.csv";

  /** The keys that may be set. */
  private static final List<Key<?>> KEYS =
      Keys.ALL.stream().filter(key -> key.name().startsWith(PREFIX)).toList();

  /**
   * Reads a configuration that {@link EffectiveConfiguration#render} wrote.
   *
   * @param overrides {@code key=value} each, of {@code data.csv.*}
   * @throws InvalidConfiguration with every problem
   */
  public static StoredNotation of(String configuration, List<String> overrides) {
    Problems problems = new Problems();
    ConfigLayer stored =
        JobReader.layer(
            () -> JobReader.parse(configuration, "saved configuration"),
            ConfigLayer.EMPTY,
            List.of(),
            problems);
    ConfigLayer kept = stored.of(KEYS);
    ConfigLayer user = JobReader.layer(ConfigFactory::empty, kept, overrides, problems);
    refuseOthers(user, problems);
    Optional<Character> delimiter =
        user.value(Keys.CSV_DELIMITER).isPresent()
            ? Optional.empty()
            : kept.value(Keys.CSV_DELIMITER)
                .flatMap(Keys.CSV_DELIMITER.type()::read)
                .flatMap(read -> read);
    Settings settings =
        new Settings(user, kept.without(List.of(Keys.CSV_DELIMITER)), false, problems);
    FormatSpec.Csv format = DataReader.csv(settings, List.of(ROWS));
    problems.refuse();
    return new StoredNotation(format, delimiter);
  }

  private static void refuseOthers(ConfigLayer user, Problems problems) {
    user.without(KEYS)
        .values()
        .forEach(
            (name, value) ->
                problems.add(
                    "Cannot use %s (%s): only data.csv.* can be set for rows of CSV"
                        .formatted(name, Origins.where(value.origin()))));
    user.spark()
        .forEach(
            (name, value) ->
                problems.add(
                    "Cannot use %s (%s): score does not start Spark; only data.csv.* can be set"
                        .formatted(name, Origins.where(value.origin()))));
  }
}
