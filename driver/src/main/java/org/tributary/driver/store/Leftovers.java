package org.tributary.driver.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hidden directories that killed runs left next to an output.
 *
 * <p>A directory is in use if its {@link StagingName} names a running process of this machine, or a
 * process of another machine and its content changed within {@link #UNTOUCHED}. All others are
 * leftovers. An old output whose replacement was interrupted is restored; everything else is
 * deleted.
 */
final class Leftovers {
  /** Time without changes after which a directory of another machine is a leftover. */
  static final Duration UNTOUCHED = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final FileSystem fileSystem;
  private final Path directory;
  private final Clock clock;

  /**
   * Creates an instance for an output.
   *
   * @param directory the output's directory, qualified
   * @param clock the current time
   */
  Leftovers(FileSystem fileSystem, Path directory, Clock clock) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.clock = clock;
  }

  /** Returns an old output that was moved aside and may be the only copy, if any. */
  Optional<Path> aside() throws IOException {
    return found().stream()
        .filter(each -> each.name().role() == StagingName.Role.OLD)
        .map(Found::path)
        .findFirst();
  }

  /** Reverts an interrupted replacement, and deletes directories that no running process owns. */
  void clear() throws IOException {
    for (Found each : found()) {
      if (isOwned(each)) {
        continue;
      }
      if (each.name().role() == StagingName.Role.OLD && !fileSystem.exists(directory)) {
        if (fileSystem.rename(each.path(), directory)) {
          LOG.warn("Restored {}: a killed run had moved it aside", directory);
        }
      } else if (fileSystem.delete(each.path(), true)) {
        LOG.info("Deleted {}, left by a killed run", each.path());
      }
    }
  }

  private boolean isOwned(Found found) throws IOException {
    return switch (found.name().owner().liveness()) {
      case RUNS -> true;
      case ENDED -> false;
      case ELSEWHERE -> lastChange(found.path()) > clock.millis() - UNTOUCHED.toMillis();
    };
  }

  private long lastChange(Path path) throws IOException {
    long last = 0;
    for (FileStatus entry : fileSystem.listStatus(path)) {
      last =
          Math.max(
              last,
              entry.isDirectory() ? lastChange(entry.getPath()) : entry.getModificationTime());
    }
    return last > 0 ? last : fileSystem.getFileStatus(path).getModificationTime();
  }

  /** Returns the hidden directories of this output, newest first. */
  private List<Found> found() throws IOException {
    List<Found> found = new ArrayList<>();
    Path parent = directory.getParent();
    if (fileSystem.exists(parent)) {
      for (FileStatus sibling : fileSystem.listStatus(parent)) {
        Path path = sibling.getPath();
        StagingName.parse(directory.getName(), path.getName())
            .filter(name -> sibling.isDirectory())
            .ifPresent(name -> found.add(new Found(path, name, sibling.getModificationTime())));
      }
    }
    found.sort(Comparator.comparingLong(Found::modified).reversed());
    return found;
  }

  private record Found(Path path, StagingName name, long modified) {}
}
