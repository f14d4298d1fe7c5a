package org.tributary.driver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;

/**
 * What a version tells about itself, in the file {@value #FILE} beside its model.
 *
 * @param created when it was added
 * @param run the run that trained it
 * @param metric the name of its metric
 * @param value the metric on the test rows of the run; NaN if there is none
 */
public record VersionRecord(Instant created, String run, String metric, double value) {
  /** The name of the file. */
  static final String FILE = "version.json";

  private static final int FORMAT = 1;

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is damaged, or of a newer format
   */
  static VersionRecord parse(byte[] json) {
    StrictObject root = new StrictObject("", Json.parse(json));
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d; a newer Tributary wrote it)".formatted(format, FORMAT));
    }
    String created = root.text("created");
    try {
      VersionRecord read =
          new VersionRecord(
              Instant.parse(created), root.text("run"), root.text("metric"), root.number("value"));
      root.close();
      return read;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "created is %s (expected a time such as 2026-01-31T12:00:00Z)"
              .formatted(Json.shown(created)),
          e);
    }
  }

  /** Returns the bytes of the file. */
  byte[] json() {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("created", created.toString());
    root.put("run", run);
    root.put("metric", metric);
    if (Double.isFinite(value)) {
      root.put("value", value);
    } else {
      root.put("value", Double.toString(value));
    }
    return Json.pretty(root);
  }
}
