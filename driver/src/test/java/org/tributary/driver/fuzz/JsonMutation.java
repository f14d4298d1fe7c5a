package org.tributary.driver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded changes of JSON that stays JSON: values of other types and sizes, keys that are gone. */
public final class JsonMutation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "\"../../x\"",
          "\"a\\u0000\\u001b[2J\\nb\"",
          "\"NaN\"",
          "\"Infinity\"",
          "[]",
          "[[]]",
          "{}",
          "{\"x\": 1}",
          "0",
          "-1",
          "1",
          "3",
          "0.5",
          "1e999",
          "-1e-320",
          "2147483647",
          "-2147483648",
          "9223372036854775807",
          "99999999999999999999999999");

  private JsonMutation() {}

  /** Returns a text with one or two changes. */
  public static String of(String text, Random random) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(text);
      int changes = 1 + random.nextInt(2);
      for (int i = 0; i < changes; i++) {
        change(root, random);
      }
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void change(ObjectNode root, Random random) throws IOException {
    List<JsonNode> inner = new ArrayList<>();
    collect(root, inner);
    JsonNode at = inner.get(random.nextInt(inner.size()));
    JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(key + "x", value);
        case 2 -> object.set(key, inner.get(random.nextInt(inner.size())).deepCopy());
        default -> object.set(key, value);
      }
    } else if (at instanceof ArrayNode array) {
      int index = array.isEmpty() ? 0 : random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(index);
        case 1 -> array.insert(index, array.isEmpty() ? value : array.get(index).deepCopy());
        case 2 -> array.add(value);
        default -> array.insert(index, value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainerNode()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }
}
