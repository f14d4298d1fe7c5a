package org.tributary.driver.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.model.StrictObject;

/**
 * The data of a run: the same if the digests are, wherever its files are.
 *
 * @param rows number of training, validation and hold-out samples
 * @param digests digests of these sets as the network sees them; empty for a set without samples
 * @param version version of the table that was read, if it has versions
 * @param files the files, to name those that differ; empty for a DataFrame
 */
public record DataIdentity(
    List<Long> rows, List<String> digests, Optional<String> version, List<File> files) {
  private static final int SHOWN = 5;

  /**
   * A file of the data.
   *
   * @param path its path
   * @param bytes its length
   * @param modified when it was changed, in milliseconds since 1970
   */
  public record File(String path, long bytes, long modified) {}

  /** Copies the lists. */
  public DataIdentity {
    rows = List.copyOf(rows);
    digests = List.copyOf(digests);
    files = List.copyOf(files);
  }

  /** Tells whether the samples of both are the same, bit by bit. */
  public boolean hasSameSamples(DataIdentity other) {
    return rows.equals(other.rows) && digests.equals(other.digests);
  }

  /** Returns in which files or numbers this differs from the data of a checkpoint. */
  public String differences(DataIdentity before) {
    List<String> found = new ArrayList<>();
    Map<String, File> earlier = new LinkedHashMap<>();
    before.files.forEach(file -> earlier.put(file.path, file));
    for (File file : files) {
      Optional<File> then = Optional.ofNullable(earlier.remove(file.path));
      if (then.isEmpty()) {
        found.add(file.path + " is new");
      } else if (then.get().bytes != file.bytes) {
        found.add("%s has %,d bytes (was %,d)".formatted(file.path, file.bytes, then.get().bytes));
      } else if (then.get().modified != file.modified) {
        found.add(file.path + " was changed");
      }
    }
    earlier.keySet().forEach(path -> found.add(path + " is gone"));
    version.ifPresent(
        now ->
            before.version.ifPresent(
                then -> {
                  if (!now.equals(then)) {
                    found.add("%s (was %s)".formatted(now, then));
                  }
                }));
    if (found.isEmpty()) {
      return rows.equals(before.rows)
          ? "%,d training rows, but not the same".formatted(rows.get(0))
          : "rows for training, validation and hold-out are %s (were %s)"
              .formatted(rows, before.rows);
    }
    String shown = String.join(", ", found.subList(0, Math.min(SHOWN, found.size())));
    return found.size() > SHOWN
        ? "%s and %,d more files".formatted(shown, found.size() - SHOWN)
        : shown;
  }

  void put(ObjectNode node) {
    rows.forEach(node.putArray("rows")::add);
    digests.forEach(node.putArray("digests")::add);
    node.put("version", version.orElse(null));
    ArrayNode list = node.putArray("files");
    files.forEach(
        file ->
            list.addObject()
                .put("path", file.path)
                .put("bytes", file.bytes)
                .put("modified", file.modified));
  }

  static DataIdentity read(StrictObject node) {
    List<File> files = new ArrayList<>();
    for (StrictObject file : node.objects("files")) {
      files.add(
          new File(file.text("path"), file.longInteger("bytes"), file.longInteger("modified")));
      file.close();
    }
    DataIdentity data =
        new DataIdentity(
            node.longIntegers("rows"), node.texts("digests"), node.optionalText("version"), files);
    node.close();
    return data;
  }
}
