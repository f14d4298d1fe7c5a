package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Overrides from the command line, {@code key=value}, of which the later wins.
 *
 * <p>A value in brackets is a list of HOCON, one in braces a table, which is merged with that of
 * the file, one in double quotes is a string of HOCON, and nothing at all or {@code null} unsets
 * the key. Every other value is text as it stands, which the type of its key may read as a number
 * or a boolean; so a path needs no quotes.
 *
 * @param config the overrides but those of Spark
 * @param spark the overrides of Spark, by whole name, in which dots make no sections
 * @param unset names that are unset, but for those that an earlier override set
 */
record Overrides(Config config, Map<String, ConfigValue> spark, Set<String> unset) {
  private static final ConfigParseOptions OPTIONS =
      ConfigParseOptions.defaults().setOriginDescription(Origins.COMMAND_LINE);

  /** Parses overrides; those that are no {@code key=value} are problems. */
  static Overrides of(List<String> overrides, Problems problems) {
    Config config = ConfigFactory.empty();
    Map<String, ConfigValue> spark = new HashMap<>();
    Set<String> set = new HashSet<>();
    Set<String> unset = new TreeSet<>();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      String key = override.substring(0, Math.max(equals, 0)).strip();
      try {
        if (key.isEmpty()) {
          problems.add(invalid(override));
          continue;
        }
        ConfigValue value = value(override.substring(equals + 1));
        String name = key;
        if (isSpark(key)) {
          spark.put(key, value);
        } else {
          List<String> path = ConfigUtil.splitPath(key);
          config = config.withValue(ConfigUtil.joinPath(path), value);
          name = String.join(".", path);
        }
        if (value.valueType() != ConfigValueType.NULL) {
          set.add(name);
        } else if (!set.contains(name)) {
          unset.add(name);
        }
      } catch (ConfigException | StackOverflowError e) {
        problems.add(invalid(override));
      }
    }
    return new Overrides(config, Map.copyOf(spark), Set.copyOf(unset));
  }

  /**
   * Notes every name that is unset though nothing sets it; names that do not exist are left to
   * {@link ConfigLayer}.
   *
   * @param below what the overrides win over
   */
  void requireSet(ConfigLayer below, Problems problems) {
    for (String name : new TreeSet<>(unset)) {
      if (!below.sets(name) && (isSpark(name) || isKey(name))) {
        problems.add(
            "Cannot unset %s (%s): it is not set; leave it out"
                .formatted(name, Origins.COMMAND_LINE));
      }
    }
  }

  private static boolean isKey(String name) {
    return Keys.ALL.stream().anyMatch(key -> key.name().equals(name));
  }

  private static boolean isSpark(String key) {
    return key.startsWith(Keys.SPARK_PREFIX) && key.length() > Keys.SPARK_PREFIX.length();
  }

  private static ConfigValue value(String text) {
    String bare = text.isEmpty() ? "null" : text.strip();
    if (isEnclosed(bare, '{', '}')) {
      return table(bare).orElseGet(() -> ConfigValueFactory.fromAnyRef(text, Origins.COMMAND_LINE));
    }
    boolean hocon = bare.equals("null") || isEnclosed(bare, '[', ']') || isEnclosed(bare, '"', '"');
    return hocon
        ? ConfigFactory.parseString("value = " + bare, OPTIONS).root().get("value")
        : ConfigValueFactory.fromAnyRef(text, Origins.COMMAND_LINE);
  }

  /** Returns a table of HOCON; empty if the text is something else in braces, such as a glob. */
  private static Optional<ConfigValue> table(String text) {
    try {
      return Optional.of(ConfigFactory.parseString("value = " + text, OPTIONS).root().get("value"));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  private static boolean isEnclosed(String text, char first, char last) {
    return text.length() >= 2 && text.charAt(0) == first && text.charAt(text.length() - 1) == last;
  }

  private static String invalid(String override) {
    return ("Invalid override (%s): %s (expected key=value, such as train.epochs=20 or"
            + " network.hidden=[64,32])")
        .formatted(Origins.COMMAND_LINE, ShownText.argument(override));
  }
}
