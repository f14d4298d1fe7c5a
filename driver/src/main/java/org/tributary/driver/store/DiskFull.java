package org.tributary.driver.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;

/** Detects writes that failed because of a full disk, and describes the file system. */
public final class DiskFull {
  // Messages of the C library, of HDFS quotas, and of HDFS if no node has enough space.
  private static final Pattern SIGNS =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|DiskSpace quota|quota .* is exceeded"
              + "|File too large|not enough space",
          Pattern.CASE_INSENSITIVE);

  /** What a message begins with if it is that of a cause. */
  private static final Pattern CLASS =
      Pattern.compile("^.*\\b([a-z]\\w*\\.)+\\w+(Exception|Error): ");

  private static final double MEBI = 1 << 20;

  private DiskFull() {}

  /**
   * Returns the line about a lack of space in the messages of a throwable and its causes, if any,
   * without the name of an exception.
   */
  public static Optional<String> sign(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Optional<String> line =
          String.valueOf(each.getMessage())
              .lines()
              .filter(text -> SIGNS.matcher(text).find())
              .findFirst();
      if (line.isPresent()) {
        return line.map(text -> CLASS.matcher(text).replaceFirst(""));
      }
    }
    return Optional.empty();
  }

  /** Returns a description of the file system of a path and its free space, for a message. */
  static String describe(FileSystem fileSystem, Path where) {
    try {
      Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, where);
      if (local.isPresent()) {
        FileStore store = Files.getFileStore(local.get());
        return text(store.toString(), store.getUsableSpace(), store.getTotalSpace());
      }
      FsStatus status = fileSystem.getStatus(where);
      return text(fileSystem.getUri().toString(), status.getRemaining(), status.getCapacity());
    } catch (IOException e) {
      return "the file system of " + where;
    }
  }

  private static String text(String name, long free, long size) {
    return String.format(
        Locale.ROOT,
        "the file system %s has %.1f of %.1f MiB free",
        name,
        free / MEBI,
        size / MEBI);
  }
}
