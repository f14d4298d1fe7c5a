package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The defaults, from {@code defaults.conf} beside this class.
 *
 * <p>They are not in a {@code reference.conf}: every library on the class path may have one, a
 * job's sections are called {@code data} and {@code train} without a prefix of Tributary's, and
 * packing all classes into one file keeps only one resource of a name. For the same reasons, system
 * properties and {@code application.conf} are not used.
 */
final class Defaults {
  private static final Config CONFIG = load();

  private Defaults() {}

  /** Returns the whole file. */
  static Config config() {
    return CONFIG;
  }

  /** Returns the default of a key; empty for a key that has none. */
  static <T> Optional<T> of(Key<T> key) {
    return read(key, key.name());
  }

  /**
   * Returns the default of a setting that depends on a choice; empty for one that has none.
   *
   * @param choice the key of the choice, next to which the table is
   */
  static <T> Optional<T> of(Key<T> setting, Key<? extends Enum<?>> choice, Enum<?> chosen) {
    return read(setting, table(choice) + "." + ValueTypes.name(chosen) + "." + setting.leaf());
  }

  /** Returns whether a setting applies to the selected option. */
  static boolean has(Key<?> setting, Key<? extends Enum<?>> choice, Enum<?> chosen) {
    return CONFIG.hasPathOrNull(
        table(choice) + "." + ValueTypes.name(chosen) + "." + setting.leaf());
  }

  /** Returns the settings of Spark. */
  static Map<String, ConfigValue> spark() {
    return CONFIG.getConfig("spark").entrySet().stream()
        .collect(
            Collectors.toMap(entry -> Keys.SPARK_PREFIX + entry.getKey(), Map.Entry::getValue));
  }

  /** Returns the path of the table of a choice. */
  static String table(Key<? extends Enum<?>> choice) {
    return choice.name().replaceFirst("[^.]+$", "defaults");
  }

  private static <T> Optional<T> read(Key<T> key, String path) {
    if (CONFIG.getIsNull(path)) {
      return Optional.empty();
    }
    ConfigValue value = CONFIG.getValue(path);
    Optional<T> read = key.type().read(value);
    if (read.isEmpty()) {
      throw new ConfigException.BadValue(value.origin(), path, "expected " + key.type().expected());
    }
    return read;
  }

  private static Config load() {
    return ConfigFactory.parseURL(Defaults.class.getResource("defaults.conf")).resolve();
  }
}
