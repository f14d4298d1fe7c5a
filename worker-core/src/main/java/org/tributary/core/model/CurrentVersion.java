package org.tributary.core.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Which version of a registry of models is the current one: the content of the file {@value #FILE}
 * of the registry, which is replaced as a whole.
 *
 * <p>A registry is a directory with the file {@value #MARKER}. Its models are the directories
 * {@code versions/1}, {@code versions/2} and so on.
 *
 * @param changes which versions became the current one, the latest last; one or more
 */
public record CurrentVersion(List<Change> changes) {
  /** The name of the file. */
  public static final String FILE = "current.json";

  /** The name of the file by which a directory is known for a registry. */
  public static final String MARKER = "_registry.json";

  /** The name of the directory of the versions. */
  public static final String VERSIONS = "versions";

  /** The most bytes of the file. */
  public static final int MOST_BYTES = 1 << 20;

  /** How many changes are kept. */
  private static final int KEPT = 1000;

  private static final int FORMAT = 1;

  /**
   * A change of the current version.
   *
   * @param version the version that became the current one
   * @param at when
   * @param by the run that promoted it; empty for a change by hand
   */
  public record Change(int version, Instant at, String by) {
    /** Refuses a version that is none. */
    public Change {
      if (version < 1) {
        throw new IllegalArgumentException("version is %d (expected 1 or more)".formatted(version));
      }
    }
  }

  /** Copies the list; refuses an empty one. */
  public CurrentVersion {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("changes are empty (expected one or more)");
    }
  }

  /** Returns the current version. */
  public int version() {
    return changes.get(changes.size() - 1).version();
  }

  /** Tells whether a version is, or was once, the current one. */
  public boolean wasEver(int version) {
    return changes.stream().anyMatch(change -> change.version() == version);
  }

  /** Returns this with another current version. */
  public CurrentVersion with(Change change) {
    List<Change> all = new java.util.ArrayList<>(changes);
    all.add(change);
    return new CurrentVersion(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  /** Returns the path of a version inside its registry. */
  public static String directory(int version) {
    return VERSIONS + "/" + version;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is damaged, or of a newer format
   */
  public static CurrentVersion parse(byte[] json) {
    StrictObject root = new StrictObject("", Json.parse(json));
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d; a newer Tributary wrote it)".formatted(format, FORMAT));
    }
    int version = root.integer("version");
    CurrentVersion read =
        new CurrentVersion(root.objects("changes").stream().map(CurrentVersion::change).toList());
    root.close();
    if (read.version() != version) {
      throw new IllegalArgumentException(
          "version is %d (expected %d, the last of changes)".formatted(version, read.version()));
    }
    return read;
  }

  private static Change change(StrictObject node) {
    int version = node.integer("version");
    String at = node.text("at");
    String by = node.text("by");
    node.close();
    try {
      return new Change(version, Instant.parse(at), by);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s.at is %s (expected a time such as 2026-01-31T12:00:00Z)"
              .formatted(node.place(), Json.shown(at)),
          e);
    }
  }

  /** Returns the bytes of the file. */
  public byte[] json() {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("version", version());
    for (Change change : changes) {
      ObjectNode node = root.withArray("changes").addObject();
      node.put("version", change.version());
      node.put("at", change.at().toString());
      node.put("by", change.by());
    }
    return Json.pretty(root);
  }
}
