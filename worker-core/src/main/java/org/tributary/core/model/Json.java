package org.tributary.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** JSON objects as bytes and text: strict when read, the same bytes on every machine. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Reads UTF-8 alone; a parser of bytes would guess their encoding. */
  private static Reader utf8(byte[] json) {
    CharsetDecoder strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return new InputStreamReader(new ByteArrayInputStream(json), strict);
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static ObjectNode parse(byte[] json) {
    try {
      JsonNode node = MAPPER.readTree(utf8(json));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException("a JSON object is expected");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON at line %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not JSON: its text is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  /** Returns a text as messages show it: as JSON if it has control characters, on one line. */
  public static String shown(String text) {
    return text.chars().anyMatch(Character::isISOControl)
        ? TextNode.valueOf(text).toString()
        : text;
  }

  /** Returns the object over several lines of UTF-8, ended by one line feed. */
  public static byte[] pretty(ObjectNode object) {
    try {
      return (PRETTY.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of JSON can always be written", e);
    }
  }

  /** Returns the object on one line of UTF-8, without spaces. */
  public static String compact(ObjectNode object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of JSON can always be written", e);
    }
  }

  /**
   * Returns a JSON object's text without insignificant space.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static String compact(String text) {
    try {
      return compact(parse(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid configuration: " + e.getMessage(), e);
    }
  }

  /** Returns the name by which files know a constant. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
