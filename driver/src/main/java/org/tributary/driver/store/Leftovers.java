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
 * The hidden directories that killed runs left beside an output.
 *
 * <p>A directory belongs to a running process if its {@link StagingName} names one of this machine
 * that runs, or one of another machine and something in it changed within {@link #UNTOUCHED}. All
 * others are left over. An old output whose replacement never came is moved back into its place;
 * everything else is deleted.
 */
final class Leftovers {
  /** How long a directory of another machine must lie untouched to count as left over. */
  static final Duration UNTOUCHED = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final FileSystem fileSystem;
  private final Path directory;
  private final Clock clock;

  /**
   * Looks beside an output.
   *
   * @param directory the output's directory, qualified
   * @param clock tells how long a directory has lain untouched
   */
  Leftovers(FileSystem fileSystem, Path directory, Clock clock) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Returns an output that was moved aside and may be the only one left; empty if there is none.
   */
  Optional<Path> aside() throws IOException {
    return found().stream()
        .filter(each -> each.name().role() == StagingName.Role.OLD)
        .map(Found::path)
        .findFirst();
  }

  /** Moves an interrupted replacement back, and deletes what no running process owns. */
  void clear() throws IOException {
    for (Found each : found()) {
      if (isOwned(each)) {
        continue;
      }
      if (each.name().role() == StagingName.Role.OLD && !fileSystem.exists(directory)) {
        if (fileSystem.rename(each.path(), directory)) {
          LOG.warn("{} is back: a run that was killed had moved it aside", directory);
        }
      } else if (fileSystem.delete(each.path(), true)) {
        LOG.info("Deleted {}, which a killed run had left", each.path());
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

  /** Returns the hidden directories of this output, the newest first. */
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
