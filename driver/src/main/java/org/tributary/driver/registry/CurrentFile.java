package org.tributary.driver.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.CurrentVersion;
import org.tributary.driver.store.AtomicFile;

/**
 * The file {@value CurrentVersion#FILE} of a registry, which changes in one step, and only if it is
 * as it was read.
 */
final class CurrentFile {
  private final RegistryFiles files;

  CurrentFile(RegistryFiles files) {
    this.files = files;
  }

  /**
   * What was read.
   *
   * @param content the bytes of the file; empty if it is not there
   * @param version what they say
   */
  record Read(Optional<byte[]> content, Optional<CurrentVersion> version) {
    /** Returns the number of the current version; 0 for none. */
    int number() {
      return version.map(CurrentVersion::version).orElse(0);
    }
  }

  private Path file() {
    return files.path(CurrentVersion.FILE);
  }

  Read read() {
    return files.reading(
        () -> {
          Optional<byte[]> content = files.content(file());
          return new Read(content, content.map(CurrentFile::parse));
        });
  }

  private static CurrentVersion parse(byte[] content) {
    try {
      return CurrentVersion.parse(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(CurrentVersion.FILE + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes a version the current one, unless the file has changed since it was read.
   *
   * @param run the run that promotes it; empty for a change by hand
   * @return whether it was made current
   */
  boolean change(Read before, int version, String run) {
    CurrentVersion.Change change = new CurrentVersion.Change(version, Instant.now(), run);
    byte[] now =
        before
            .version()
            .map(each -> each.with(change))
            .orElseGet(() -> new CurrentVersion(List.of(change)))
            .json();
    return files.writing(
        () ->
            before.content().isPresent()
                ? AtomicFile.replaceIf(files.fileSystem(), file(), before.content().get(), now)
                : AtomicFile.create(files.fileSystem(), file(), now));
  }
}
