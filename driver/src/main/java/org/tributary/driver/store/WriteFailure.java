package org.tributary.driver.store;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Describes a failed write in one line that helps the user to fix it. */
public final class WriteFailure {
  private WriteFailure() {}

  /**
   * Returns the reason; that a file system is full is said with its name and its space.
   *
   * @param where a directory on the file system that was written to
   */
  public static String reason(Throwable failure, FileSystem fileSystem, Path where) {
    return DiskFull.sign(failure)
        .map(sign -> sign + ": " + DiskFull.describe(fileSystem, where) + "; free some of it")
        .orElseGet(() -> reason(failure));
  }

  /** Two exceptions of java.nio have only the path as their message. */
  private static String reason(Throwable failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file (expected a directory)";
    }
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
