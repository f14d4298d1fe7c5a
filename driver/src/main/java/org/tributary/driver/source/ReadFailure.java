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
                    .formatted(path, reason(each))));
      }
    }
    return Optional.empty();
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root.getMessage() == null ? root.getClass().getSimpleName() : message;
  }
}
