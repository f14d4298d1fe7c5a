package org.tributary.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JSON object that is read key by key, each of the type asked for, and then closed: a key that
 * nobody asked for is an error.
 *
 * <p>Every method throws IllegalArgumentException with the place and the reason.
 */
public final class StrictObject {
  private final String place;
  private final ObjectNode node;
  private final Set<String> read = new LinkedHashSet<>();

  /**
   * Wraps an object.
   *
   * @param place where it stands, as a prefix of its keys: empty, or such as {@code "topology."}
   */
  public StrictObject(String place, ObjectNode node) {
    this.place = place;
    this.node = node;
  }

  /** Returns where the object stands, such as {@code topology.hidden[0]}. */
  public String place() {
    return place.endsWith(".") ? place.substring(0, place.length() - 1) : place;
  }

  /** Tells whether there is something at the key. */
  public boolean has(String key) {
    return node.has(key);
  }

  /** Returns a text. */
  public String text(String key) {
    return text(key, value(key));
  }

  /** Returns a text, or nothing for null. */
  public Optional<String> optionalText(String key) {
    JsonNode value = value(key);
    return value.isNull() ? Optional.empty() : Optional.of(text(key, value));
  }

  /** Returns an integer of 32 bits. */
  public int integer(String key) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw mismatch(key, value, "an integer of 32 bits");
    }
    return value.intValue();
  }

  /** Returns true or false. */
  public boolean bool(String key) {
    JsonNode value = value(key);
    if (!value.isBoolean()) {
      throw mismatch(key, value, "true or false");
    }
    return value.booleanValue();
  }

  /** Returns an integer of 64 bits. */
  public long longInteger(String key) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw mismatch(key, value, "an integer of 64 bits");
    }
    return value.longValue();
  }

  /** Returns a number; the texts NaN, Infinity and -Infinity are numbers too. */
  public double number(String key) {
    return number(key, value(key));
  }

  /** Returns an array of numbers. */
  public List<Double> numbers(String key) {
    List<Double> values = new ArrayList<>();
    array(key).forEach(value -> values.add(number(key, value)));
    return values;
  }

  /** Returns an array of whole numbers. */
  public List<Long> longIntegers(String key) {
    List<Long> values = new ArrayList<>();
    for (JsonNode value : array(key)) {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw mismatch(key, value, "integers of 64 bits");
      }
      values.add(value.longValue());
    }
    return values;
  }

  /** Returns an array of texts. */
  public List<String> texts(String key) {
    List<String> values = new ArrayList<>();
    array(key).forEach(value -> values.add(text(key, value)));
    return values;
  }

  /** Returns the constant whose lower-case name stands at the key. */
  public <E extends Enum<E>> E constant(String key, Class<E> type) {
    String name = text(key);
    for (E constant : type.getEnumConstants()) {
      if (Json.name(constant).equals(name)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants()).map(Json::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        place + key + " is " + Json.shown(name) + " (expected " + known + ")");
  }

  /** Returns an object, whose keys are read in turn. */
  public StrictObject object(String key) {
    return object(key, value(key));
  }

  /** Returns an array of objects. */
  public List<StrictObject> objects(String key) {
    List<StrictObject> objects = new ArrayList<>();
    for (JsonNode value : array(key)) {
      objects.add(object(key + "[" + objects.size() + "]", value));
    }
    return objects;
  }

  /** Returns the object at the key as it is, with whatever keys. */
  public ObjectNode tree(String key) {
    if (value(key) instanceof ObjectNode tree) {
      return tree;
    }
    throw mismatch(key, value(key), "an object");
  }

  /** Returns the keys not read yet, in order. */
  public List<String> remaining() {
    return node.properties().stream()
        .map(Map.Entry::getKey)
        .filter(k -> !read.contains(k))
        .toList();
  }

  /** Refuses keys that nobody asked for. */
  public void close() {
    List<String> unknown = remaining();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown key %s%s (expected %s)"
              .formatted(
                  place,
                  Json.shown(unknown.get(0)),
                  read.isEmpty() ? "none" : String.join(", ", read)));
    }
  }

  private JsonNode value(String key) {
    read.add(key);
    JsonNode value = node.get(key);
    if (value == null) {
      throw new IllegalArgumentException(place + key + " is missing");
    }
    return value;
  }

  private JsonNode array(String key) {
    JsonNode value = value(key);
    if (!value.isArray()) {
      throw mismatch(key, value, "an array");
    }
    return value;
  }

  private StrictObject object(String key, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return new StrictObject(place + key + ".", object);
    }
    throw mismatch(key, value, "an object");
  }

  private String text(String key, JsonNode value) {
    if (!value.isTextual()) {
      throw mismatch(key, value, "a text");
    }
    return value.textValue();
  }

  private double number(String key, JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw mismatch(key, value, "a number");
    };
  }

  private IllegalArgumentException mismatch(String key, JsonNode value, String expected) {
    return new IllegalArgumentException(
        place + key + " is " + value + " (expected " + expected + ")");
  }
}
