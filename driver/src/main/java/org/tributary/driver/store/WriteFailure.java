package org.tributary.driver.store;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;

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
        .orElseGet(() -> FileFailure.reason(failure));
  }
}
