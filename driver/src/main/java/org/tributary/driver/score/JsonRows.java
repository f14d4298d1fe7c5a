package org.tributary.driver.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.JsonLimits;

/** One JSON object a line; blank lines have no row. */
final class JsonRows implements Rows {
  private static final JsonFactory JSON = JsonLimits.factory();

  private final RowLines lines;
  private long row;

  JsonRows(Reader reader) {
    this.lines = new RowLines(reader);
  }

  @Override
  public List<String> header() {
    return List.of();
  }

  @Override
  public Optional<InputRow> next() throws IOException {
    Optional<String> text = lines.next();
    while (text.isPresent() && text.get().isBlank()) {
      text = lines.next();
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    row++;
    return Optional.of(
        new InputRow(lines.number(), cells(text.get()), List.of(), text.get().strip()));
  }

  private Map<String, Object> cells(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("it is not a JSON object (expected one such as {\"column\": 1})");
      }
      Map<String, Object> cells = object(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more after the JSON object (expected one a line)");
      }
      return cells;
    } catch (JsonProcessingException e) {
      String place =
          e instanceof JsonParseException && e.getLocation() != null
              ? " at column " + e.getLocation().getColumnNr()
              : "";
      throw invalid("it is not JSON" + place + ": " + JsonLimits.reason(e));
    }
  }

  private DataException invalid(String reason) {
    return new DataException(
        "Cannot score row %d (line %d): %s"
            .formatted(row, lines.number(), reason.lines().findFirst().orElse("")));
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return values;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> array(parser);
      case START_OBJECT -> object(parser);
      case VALUE_NULL, END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          null;
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }
}
