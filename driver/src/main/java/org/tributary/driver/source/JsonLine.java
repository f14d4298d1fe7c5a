package org.tributary.driver.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Parses JSON lines, an object each. Mutable, for one thread. */
final class JsonLine implements TextRecords.Parser {
  private final JsonMapper mapper =
      JsonMapper.builder(JsonLimits.factory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, JsonColumns.Kind> kinds;

  /** Parses lines with these columns; without any, a cell is the object. */
  JsonLine(Map<String, JsonColumns.Kind> kinds) {
    this.kinds = kinds;
  }

  @Override
  public Object[] cells(String line) {
    if (line.isBlank()) {
      return NOTHING;
    }
    try {
      JsonNode object = mapper.readTree(line);
      if (!object.isObject()) {
        return Malformed.cells("is not a JSON object (expected JSON lines, an object on each)");
      }
      return kinds.isEmpty() ? new Object[] {object} : cells(object);
    } catch (JsonProcessingException e) {
      String reason = JsonLimits.reason(e);
      // Limits of the parser, such as that of nesting, have no location.
      String where = e.getLocation() == null ? "" : ", at column " + e.getLocation().getColumnNr();
      return Malformed.cells(
          "is not JSON: %s%s (expected JSON lines, an object on each)".formatted(reason, where));
    }
  }

  private Object[] cells(JsonNode object) {
    Object[] cells = new Object[kinds.size()];
    int column = 0;
    for (Map.Entry<String, JsonColumns.Kind> each : kinds.entrySet()) {
      cells[column++] = each.getValue().cell(object.get(each.getKey()));
    }
    return cells;
  }
}
