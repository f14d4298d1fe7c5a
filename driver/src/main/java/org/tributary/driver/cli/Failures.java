package org.tributary.driver.cli;

import java.io.PrintWriter;
import org.tributary.core.model.ModelException;
import org.tributary.driver.config.InvalidConfiguration;
import org.tributary.driver.data.DataException;
import org.tributary.driver.train.TrainingException;

/** Turns an exception into a message and an exit code. */
final class Failures {
  private Failures() {}

  /** Tells the failure and returns the exit code. */
  static int report(Throwable failure, PrintWriter err, boolean stackTrace) {
    ExitCode code = codeOf(failure);
    if (code == ExitCode.FAULT) {
      err.println("Cannot go on: " + rootOf(failure));
      if (!stackTrace) {
        err.println("This is a fault of the program or of the cluster; --stacktrace shows where.");
      }
    } else {
      err.println(failure.getMessage());
    }
    if (stackTrace) {
      failure.printStackTrace(err);
    }
    err.flush();
    return code.code();
  }

  private static ExitCode codeOf(Throwable failure) {
    if (failure instanceof InvalidConfiguration) {
      return ExitCode.USAGE;
    }
    if (failure instanceof DataException) {
      return ExitCode.DATA;
    }
    if (failure instanceof ModelException) {
      return ExitCode.MODEL;
    }
    return failure instanceof TrainingException ? ExitCode.DIVERGED : ExitCode.FAULT;
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return root.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
