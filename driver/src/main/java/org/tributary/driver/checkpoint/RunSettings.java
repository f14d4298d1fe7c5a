package org.tributary.driver.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tributary.core.model.Json;

/**
 * The settings of a run that can change its bits, by key. Settings that cannot change them are left
 * out: where data, model and checkpoints are, how Spark runs, and where and in which order sums are
 * added up. Data that moved is recognised by its {@link DataIdentity}.
 *
 * @param values the values as JSON, by key
 */
public record RunSettings(Map<String, String> values) {
  private static final List<String> FREE_SECTIONS =
      List.of("spark.", "job.", "output.", "checkpoint.");

  private static final List<String> FREE_KEYS =
      List.of(
          "data.path",
          "data.idx.labels",
          "data.holdout.path",
          "data.holdout.labels",
          "data.partitions",
          "data.unreadable.path",
          "train.rounds",
          "train.aggregation.mode",
          "train.aggregation.depth",
          "train.aggregation.slices",
          "train.aggregation.merge");

  /** Copies the map. */
  public RunSettings {
    values = Map.copyOf(values);
  }

  /**
   * Returns the settings of a configuration.
   *
   * @param configuration a JSON object of sections and keys
   */
  public static RunSettings of(String configuration) {
    Map<String, String> values = new TreeMap<>();
    collect("", Json.parse(configuration.getBytes(StandardCharsets.UTF_8)), values);
    values
        .keySet()
        .removeIf(
            key -> FREE_KEYS.contains(key) || FREE_SECTIONS.stream().anyMatch(key::startsWith));
    return new RunSettings(values);
  }

  private static void collect(String prefix, ObjectNode section, Map<String, String> values) {
    for (Map.Entry<String, JsonNode> property : section.properties()) {
      String key = prefix + property.getKey();
      if (property.getValue() instanceof ObjectNode inner && !inner.isEmpty()) {
        collect(key + ".", inner, values);
      } else {
        values.put(key, property.getValue().toString());
      }
    }
  }

  /** Returns which keys differ from the settings of a checkpoint, each with both values. */
  public List<String> differences(RunSettings before) {
    TreeSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(before.values.keySet());
    List<String> found = new ArrayList<>();
    for (String key : keys) {
      String now = values.getOrDefault(key, "unset");
      String then = before.values.getOrDefault(key, "unset");
      if (!now.equals(then)) {
        found.add("%s is %s (was %s)".formatted(key, now, then));
      }
    }
    return found;
  }

  void put(ObjectNode node) {
    new TreeMap<>(values).forEach(node::put);
  }

  static RunSettings read(ObjectNode node) {
    Map<String, String> values = new TreeMap<>();
    node.properties().forEach(each -> values.put(each.getKey(), each.getValue().asText()));
    return new RunSettings(values);
  }
}
