package org.tributary.driver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file {@value #NAME} in a directory that Tributary wrote: what it holds, and the name of every
 * file. Only a directory that has it, and nothing beside the files that it names, may be replaced.
 *
 * @param kind what the directory holds, such as {@code model}
 * @param files the names of the other files, sorted
 */
record Marker(String kind, List<String> files) {
  /** The marker's own name. Names that begin with an underscore are no data to any reader. */
  static final String NAME = "_tributary.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  Marker {
    files = List.copyOf(new TreeSet<>(files));
  }

  /** Returns the marker of a directory that holds all files it will ever hold. */
  static Marker of(OutputKind kind, FileSystem fileSystem, Path directory) throws IOException {
    return new Marker(kind.toString(), entries(fileSystem, directory));
  }

  /** Reads the marker of a directory; empty if it has none that makes sense. */
  static Optional<Marker> read(FileSystem fileSystem, Path directory) throws IOException {
    Path file = new Path(directory, NAME);
    if (!fileSystem.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = fileSystem.open(file)) {
      return parse(in.readAllBytes());
    }
  }

  private static Optional<Marker> parse(byte[] json) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (!root.path("kind").isTextual() || !root.path("files").isArray()) {
        return Optional.empty();
      }
      List<String> files = new ArrayList<>();
      root.path("files").forEach(name -> files.add(name.asText()));
      return Optional.of(new Marker(root.path("kind").textValue(), files));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Returns the text of the file. */
  byte[] json() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put(
        "about", "Written by Tributary, which may replace this directory when it is asked to.");
    root.put("kind", kind);
    files.forEach(root.putArray("files")::add);
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of JSON can always be written", e);
    }
  }

  /**
   * Returns the first entry of a directory that the marker does not name; empty if there is none.
   */
  Optional<String> foreign(FileSystem fileSystem, Path directory) throws IOException {
    return entries(fileSystem, directory).stream()
        .filter(name -> !name.equals(NAME) && !files.contains(name))
        .findFirst();
  }

  /** Returns the names in a directory, but those of Hadoop's checksums of files in it. */
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
