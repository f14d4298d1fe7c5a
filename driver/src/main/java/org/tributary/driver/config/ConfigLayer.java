package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one source, by full key. HOCON's null is kept, because it unsets a key.
 *
 * @param values the values of known keys
 * @param spark the settings of Spark
 */
record ConfigLayer(Map<String, ConfigValue> values, Map<String, ConfigValue> spark) {
  /** A source without settings. */
  static final ConfigLayer EMPTY = new ConfigLayer(Map.of(), Map.of());

  /** Copies the maps. */
  ConfigLayer {
    values = Map.copyOf(values);
    spark = Map.copyOf(spark);
  }

  /** Reads a resolved configuration; unknown and duplicate keys are problems. */
  static ConfigLayer of(Config resolved, Problems problems) {
    Walk walk = new Walk(problems);
    walk.section("", resolved.root());
    return new ConfigLayer(walk.values, walk.spark);
  }

  /** Returns this layer with Spark settings that override its own. */
  ConfigLayer withSpark(Map<String, ConfigValue> over) {
    Map<String, ConfigValue> both = new HashMap<>(spark);
    both.putAll(over);
    return new ConfigLayer(values, both);
  }

  /** Returns this layer over another one. */
  ConfigLayer over(ConfigLayer below) {
    Map<String, ConfigValue> both = new HashMap<>(below.values);
    both.putAll(values);
    return new ConfigLayer(both, below.spark).withSpark(spark);
  }

  /** Returns this layer restricted to some keys, without Spark settings. */
  ConfigLayer of(List<Key<?>> keys) {
    Map<String, ConfigValue> some = new HashMap<>(values);
    some.keySet().retainAll(keys.stream().map(Key::name).toList());
    return new ConfigLayer(some, Map.of());
  }

  /** Returns this layer without some keys. */
  ConfigLayer without(List<Key<?>> keys) {
    Map<String, ConfigValue> rest = new HashMap<>(values);
    keys.forEach(key -> rest.remove(key.name()));
    return new ConfigLayer(rest, spark);
  }

  /** Returns the value of a key, which may be HOCON's null; empty if this layer does not set it. */
  Optional<ConfigValue> value(Key<?> key) {
    return Optional.ofNullable(values.get(key.name()));
  }

  /** Returns whether this layer sets a key or a Spark setting to a value other than null. */
  boolean sets(String name) {
    return Optional.ofNullable(values.getOrDefault(name, spark.get(name)))
        .filter(value -> value.valueType() != ConfigValueType.NULL)
        .isPresent();
  }

  private static final class Walk {
    private static final String SPARK = "spark";
    private static final Map<String, Key<?>> KNOWN = known();

    private final Map<String, ConfigValue> values = new HashMap<>();
    private final Map<String, ConfigValue> spark = new HashMap<>();
    private final Problems problems;

    Walk(Problems problems) {
      this.problems = problems;
    }

    void section(String name, ConfigObject section) {
      for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(section).entrySet()) {
        visit(name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue());
      }
    }

    private void visit(String name, ConfigValue value) {
      boolean ofSpark = name.equals(SPARK) || name.startsWith(Keys.SPARK_PREFIX);
      if (KNOWN.containsKey(name)) {
        put(values, name, value);
      } else if (value instanceof ConfigObject section && !section.isEmpty()) {
        section(name, section);
      } else if (ofSpark && !name.equals(SPARK) && !(value instanceof ConfigObject)) {
        put(spark, name, value);
      } else if (!ofSpark && !isSection(name)) {
        unknown(name, value);
      } else if (!(value instanceof ConfigObject)) {
        problems.add(
            "Invalid %s (%s): %s (expected a section, with keys such as %s)"
                .formatted(
                    name,
                    Origins.where(value.origin()),
                    ShownText.value(name, value),
                    example(name)));
      }
    }

    private void put(Map<String, ConfigValue> map, String name, ConfigValue value) {
      ConfigValue other = map.put(name, value);
      if (other != null) {
        problems.add(
            "Cannot set %s twice: at %s and at %s; remove one"
                .formatted(name, Origins.where(other.origin()), Origins.where(value.origin())));
      }
    }

    private void unknown(String name, ConfigValue value) {
      String remedy =
          KeySuggestion.of(name, Keys.ALL.stream().map(Key::name).toList())
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("see configuration.md for all keys");
      problems.add(
          "Unknown key %s (%s): %s".formatted(name, Origins.where(value.origin()), remedy));
    }

    private static boolean isSection(String name) {
      return KNOWN.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
    }

    private static String example(String section) {
      return Keys.ALL.stream()
          .map(Key::name)
          .filter(key -> key.startsWith(section + "."))
          .findFirst()
          .orElse("spark.master");
    }

    private static Map<String, Key<?>> known() {
      Map<String, Key<?>> known = new TreeMap<>();
      Keys.ALL.forEach(key -> known.put(key.name(), key));
      return known;
    }
  }
}
