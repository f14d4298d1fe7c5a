package org.tributary.driver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;

/**
 * The marker file {@value #NAME} in a directory that Tributary wrote: the kind of output and the
 * names of all files. A directory may be replaced only if it has a marker and contains only the
 * listed files.
 *
 * @param kind the kind of output, such as {@code model}
 * @param files the names of the other files, sorted
 */
record Marker(String kind, List<String> files) {
  /** The name of the marker. Readers ignore names that begin with an underscore. */
  static final String NAME = "_tributary.json";

  /** The most bytes of the file: a million names. */
  private static final int MOST_BYTES = 1 << 26;

  Marker {
    files = List.copyOf(new TreeSet<>(files));
  }

  /** Returns the marker of a complete directory. */
  static Marker of(OutputKind kind, FileSystem fileSystem, Path directory) throws IOException {
    return new Marker(kind.toString(), entries(fileSystem, directory));
  }

  /** Reads the marker of a directory; empty if there is no valid marker. */
  static Optional<Marker> read(FileSystem fileSystem, Path directory) throws IOException {
    Path file = new Path(directory, NAME);
    if (!fileSystem.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = fileSystem.open(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      return content.length > MOST_BYTES ? Optional.empty() : parse(content);
    }
  }

  /** Tells whether a directory has a marker, and all files that it lists. */
  static boolean isWhole(FileSystem fileSystem, Path directory) throws IOException {
    Optional<Marker> marker = read(fileSystem, directory);
    return marker.isPresent() && entries(fileSystem, directory).containsAll(marker.get().files());
  }

  private static Optional<Marker> parse(byte[] json) {
    try {
      StrictObject root = new StrictObject("", Json.parse(json));
      return Optional.of(new Marker(root.text("kind"), root.texts("files")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the text of the file. */
  byte[] json() {
    ObjectNode root = Json.object();
    root.put("about", "Written by Tributary, which may replace this directory on request.");
    root.put("kind", kind);
    files.forEach(root.putArray("files")::add);
    return Json.pretty(root);
  }

  /** Returns the first entry of a directory that the marker does not list, if any. */
  Optional<String> foreign(FileSystem fileSystem, Path directory) throws IOException {
    return entries(fileSystem, directory).stream()
        .filter(name -> !name.equals(NAME) && !files.contains(name))
        .findFirst();
  }

  /** Returns the names in a directory, without Hadoop's checksum files. */
  private static List<String> entries(FileSystem fileSystem, Path directory) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (FileStatus entry : fileSystem.listStatus(directory)) {
      names.add(entry.getPath().getName());
    }
    List<String> checksums = names.stream().map(name -> "." + name + ".crc").toList();
    checksums.forEach(names::remove);
    return List.copyOf(names);
  }
}
