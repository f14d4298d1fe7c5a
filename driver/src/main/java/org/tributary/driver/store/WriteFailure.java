package org.tributary.driver.store;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;

/** Describes a failed write in one line that helps the user to fix it. */
public final class WriteFailure {
  private WriteFailure() {}

  /**
   * Returns the reason; of a limit that was reached, also how to fix it.
   *
   * @param where a directory on the file system that was written to
   */
  public static String reason(Throwable failure, FileSystem fileSystem, Path where) {
    return NoSpace.in(failure)
        .map(limit -> limit.advice(fileSystem, where))
        .orElseGet(() -> FileFailure.reason(failure));
  }
}
