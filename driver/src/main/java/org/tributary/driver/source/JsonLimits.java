package org.tributary.driver.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.util.regex.Pattern;

/** How much JSON a row may be, so that a short text does not become many objects in memory. */
public final class JsonLimits {
  /** Bytes of the heap for each token: several rows are parsed at once, and copied. */
  private static final long BYTES_OF_A_TOKEN = 256;

  /** How messages name the place that something began at, which is not shown. */
  private static final Pattern PARSER = Pattern.compile(" ?\\(start marker at \\[Source: .*");

  private JsonLimits() {}

  /** Returns in one line why a text is not JSON, without what concerns programs alone. */
  public static String reason(JsonProcessingException failure) {
    String first = String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("");
    return PARSER.matcher(first).replaceAll("");
  }

  /**
   * Returns a factory of parsers that refuse members of equal names and rows beyond the limits, and
   * read NaN and Infinity, which Python writes.
   */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxTokenCount(Runtime.getRuntime().maxMemory() / BYTES_OF_A_TOKEN)
                .build())
        .build();
  }
}
