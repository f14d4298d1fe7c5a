package org.tributary.driver.registry;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.Json;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.StrictObject;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.LocalFiles;

/** The file {@value CurrentVersion#MARKER}, by which a directory is known for a registry. */
final class RegistryMarker {
  private static final int FORMAT = 1;

  private final RegistryFiles files;

  RegistryMarker(RegistryFiles files) {
    this.files = files;
  }

  /**
   * Refuses a directory that is not there, is no registry, or is of a newer format.
   *
   * @throws ModelException with the reason
   */
  void require() {
    if (!isThere()) {
      boolean exists = files.reading(() -> files.fileSystem().exists(files.root()));
      throw new ModelException(
          "Cannot read registry %s: %s (expected a directory that tributary retrain created)"
              .formatted(
                  files.name(),
                  exists
                      ? "there is no " + CurrentVersion.MARKER + " in it"
                      : "it does not exist"));
    }
  }

  /**
   * Marks a directory that is empty or not there, unless it is a registry.
   *
   * @throws ModelException if there is something else, or it cannot be written
   */
  void requireOrCreate() {
    if (isThere()) {
      return;
    }
    files.writing(
        () -> {
          requireUnused();
          LocalFiles.createDirectories(files.fileSystem(), files.root());
          var marker = Json.object();
          marker.put("about", "A registry of models, written by tributary retrain.");
          marker.put("format", FORMAT);
          return AtomicFile.create(files.fileSystem(), file(), Json.pretty(marker));
        });
  }

  private void requireUnused() throws IOException {
    FileSystem fileSystem = files.fileSystem();
    if (!fileSystem.exists(files.root())) {
      return;
    }
    if (!fileSystem.getFileStatus(files.root()).isDirectory()) {
      throw new IOException("it is a file (expected a directory)");
    }
    if (fileSystem.listStatus(files.root()).length > 0) {
      throw new IOException(
          "it is a directory with other files, and no registry; name an empty directory, or one that is not there");
    }
  }

  private Path file() {
    return files.path(CurrentVersion.MARKER);
  }

  private boolean isThere() {
    return files.reading(
        () -> {
          Optional<byte[]> marker = files.content(file());
          marker.ifPresent(RegistryMarker::requireFormat);
          return marker.isPresent();
        });
  }

  private static void requireFormat(byte[] marker) {
    try {
      int format = new StrictObject("", Json.parse(marker)).integer("format");
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "format is %d (expected %d%s)"
                .formatted(format, FORMAT, format > FORMAT ? "; a newer Tributary wrote it" : ""));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(CurrentVersion.MARKER + ": " + e.getMessage(), e);
    }
  }
}
