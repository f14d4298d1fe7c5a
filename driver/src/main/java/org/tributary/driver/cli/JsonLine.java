package org.tributary.driver.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of JSON, for programs that process the results. */
final class JsonLine {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Adds a field; non-finite numbers become null, because JSON does not support them. */
  JsonLine with(String name, Object value) {
    fields.put(name, value instanceof Double d && !Double.isFinite(d) ? null : value);
    return this;
  }

  /** Returns the fields, for use as a value in another line. */
  Map<String, Object> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** Returns the line. */
  String render() {
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }
}
