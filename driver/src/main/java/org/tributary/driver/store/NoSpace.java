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
import org.tributary.core.model.FileFailure;

/**
 * A write that failed because of a full disk, a quota, or the largest size of a file.
 *
 * @param limit what was reached
 * @param line the line about it in the messages of a failure, without the name of an exception
 */
public record NoSpace(Limit limit, String line) {
  private static final double MEBI = 1 << 20;

  /** What a write can reach. The signs are messages of the C library and of HDFS. */
  public enum Limit {
    /** The file system has no space, or no node of HDFS has. */
    DISK("No space left on device|not enough space", "free some of it"),
    /** A quota of a user, or of the bytes or the names in a directory of HDFS. */
    QUOTA(
        "Disk quota exceeded|quota .*is exceeded",
        "delete some of its files, or have the quota raised (HDFS: hdfs dfsadmin -setSpaceQuota, -setQuota)"),
    /** The limit of the process, RLIMIT_FSIZE, or that of the file system. */
    FILE("File too large", "raise the limit of the size of a file (ulimit -f)");

    private final Pattern sign;
    private final String fix;

    Limit(String sign, String fix) {
      this.sign = Pattern.compile(sign, Pattern.CASE_INSENSITIVE);
      this.fix = fix;
    }
  }

  /** Returns the limit that a throwable, or one of its causes, tells of in its message. */
  public static Optional<NoSpace> in(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      for (Limit limit : Limit.values()) {
        Optional<String> line =
            String.valueOf(each.getMessage())
                .lines()
                .filter(text -> limit.sign.matcher(text).find())
                .findFirst();
        if (line.isPresent()) {
          return line.map(text -> new NoSpace(limit, FileFailure.withoutClass(text)));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the line and how to fix it, which it may tell already. */
  public String advice() {
    return line.contains(limit.fix) ? line : line + "; " + limit.fix;
  }

  /** Returns the line, for a full disk also its name and its space, and how to fix it. */
  String advice(FileSystem fileSystem, Path where) {
    if (line.contains(limit.fix)) {
      return line;
    }
    return switch (limit) {
      case DISK -> line + ": " + describe(fileSystem, where) + "; " + limit.fix;
      case QUOTA, FILE -> advice();
    };
  }

  private static String describe(FileSystem fileSystem, Path where) {
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
