package org.tributary.driver.source;

import java.util.Optional;
import org.apache.spark.SparkThrowable;

/** Failures of Spark's readers in the middle of a file. */
public final class ReadFailure {
  private static final String CONDITION = "FAILED_READ_FILE";

  private ReadFailure() {}

  /** Returns what to tell the user, if a failure or one of its causes is that of a reader. */
  public static Optional<DataException> in(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SparkThrowable known
          && String.valueOf(known.getCondition()).startsWith(CONDITION)) {
        String path = known.getMessageParameters().getOrDefault("path", "a file of data.path");
        return Optional.of(
            new DataException(
                "Cannot read %s: %s (is the file damaged, or still being written?)"
                    .formatted(path, SparkFiles.reason(each))));
      }
    }
    return Optional.empty();
  }
}
