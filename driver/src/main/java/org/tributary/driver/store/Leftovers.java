package org.tributary.driver.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 *
 * <p>An object store renames a directory by copying file by file, and deletes the files only after
 * that. So an output of which only a part was moved is one that is not whole, and has a whole
 * hidden directory with the same files beside it. It counts as absent.
 */
final class Leftovers {
  /** Time without changes after which a directory of another machine is a leftover. */
  static final Duration UNTOUCHED = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** The file systems that rename a directory in one step. */
  private static final Set<String> ATOMIC =
      Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs", "ofs");

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
    List<Found> abandoned = new ArrayList<>();
    for (Found each : found()) {
      if (!isOwned(each)) {
        abandoned.add(each);
      }
    }
    if (partOf(abandoned).isPresent() && fileSystem.delete(directory, true)) {
      LOG.warn("Deleted {}: a killed run had moved only a part of it", directory);
    }
    for (Found each : abandoned) {
      if (each.name().role() == StagingName.Role.OLD && !fileSystem.exists(directory)) {
        if (fileSystem.rename(each.path(), directory)) {
          LOG.warn("Restored {}: a killed run had moved it aside", directory);
        }
      } else if (fileSystem.delete(each.path(), true)) {
        LOG.info("Deleted {}, left by a killed run", each.path());
      }
    }
  }

  /**
   * Returns the process that moves the output into or out of its place, or did so when it was
   * killed; the output is then not whole.
   */
  Optional<ProcessIdentity> mover() throws IOException {
    return partOf(found()).map(each -> each.name().owner());
  }

  /** Tells whether only a part of a hidden directory was copied to the place of the output. */
  boolean isPartOf(Path hidden) throws IOException {
    return !hasAtomicRenames()
        && fileSystem.exists(directory)
        && !Marker.isWhole(fileSystem, directory)
        && isPartOf(files(directory), hidden);
  }

  /** Tells whether the output is in its place, and a hidden directory is a copy that was begun. */
  boolean isBegunCopy(Path hidden) throws IOException {
    return !hasAtomicRenames()
        && fileSystem.exists(hidden)
        && Marker.isWhole(fileSystem, directory);
  }

  private boolean hasAtomicRenames() {
    return ATOMIC.contains(fileSystem.getUri().getScheme());
  }

  private boolean isPartOf(Map<String, Long> part, Path hidden) throws IOException {
    return !part.isEmpty()
        && Marker.isWhole(fileSystem, hidden)
        && files(hidden).entrySet().containsAll(part.entrySet());
  }

  /** Returns a whole hidden directory of which the output is a part, if there is one. */
  private Optional<Found> partOf(List<Found> hidden) throws IOException {
    if (hidden.isEmpty()
        || hasAtomicRenames()
        || !fileSystem.exists(directory)
        || Marker.isWhole(fileSystem, directory)) {
      return Optional.empty();
    }
    Map<String, Long> part = files(directory);
    for (Found each : hidden) {
      if (isPartOf(part, each.path())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Returns the lengths of the files in a directory by their names. */
  private Map<String, Long> files(Path path) throws IOException {
    Map<String, Long> files = new HashMap<>();
    for (FileStatus entry : fileSystem.listStatus(path)) {
      files.put(entry.getPath().getName(), entry.isDirectory() ? -1 : entry.getLen());
    }
    return files;
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
    // An object store has no times of directories, and needs none to create a file.
    return last > 0 || !hasAtomicRenames()
        ? last
        : fileSystem.getFileStatus(path).getModificationTime();
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
