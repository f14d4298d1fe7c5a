package org.tributary.driver.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkException;
import org.tributary.core.model.ModelException;
import org.tributary.driver.checkpoint.CheckpointException;
import org.tributary.driver.solver.TrainingException;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.ReadFailure;
import org.tributary.driver.spark.StandstillException;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.NoSpace;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Maps exceptions to error messages and exit codes. */
final class Failures {
  private Failures() {}

  /** Reports the failure and returns the exit code. No secret of the process is shown. */
  static int report(Throwable failure, PrintWriter err, boolean stackTrace) {
    Throwable known = known(failure);
    ExitCode code = codeOf(known);
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      // Interrupted: failures at this point are caused by the shutdown of Spark.
      return code.code();
    }
    err.println(Printable.of(message(known, stackTrace)));
    if (stackTrace) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      err.println(Printable.of(trace.toString()));
    }
    err.flush();
    return code.code();
  }

  /** Returns whether the failure or one of its causes has a self-explanatory message. */
  static boolean isKnown(Throwable failure) {
    Throwable known = known(failure);
    return codeOf(known) != ExitCode.FAULT
        || known instanceof StandstillException
        || known instanceof StartException;
  }

  private static String message(Throwable failure, boolean stackTrace) {
    if (ranOutOfMemory(failure)) {
      return "Cannot continue: out of memory ("
          + rootOf(failure)
          + "); increase TRIBUTARY_HEAP, or spark.driver.memory and spark.executor.memory with"
          + " spark-submit, or decrease data.blockRows or the widths in network.hidden";
    }
    if (isKnown(failure)) {
      return failure.getMessage();
    }
    String cause = "Cannot continue: " + rootOf(failure);
    Optional<NoSpace> limit = NoSpace.in(failure);
    if (limit.isPresent()) {
      return cause + "\n" + advice(limit.get());
    }
    return stackTrace
        ? cause
        : cause
            + "\nThis is an internal error or a cluster error; use --stacktrace to show"
            + " the stack trace.";
  }

  private static String advice(NoSpace reached) {
    return switch (reached.limit()) {
      case DISK -> "The disk is full. Free space in spark.local.dir or in the output directory.";
      case QUOTA ->
          "A quota is used up. Free space in spark.local.dir or in the output directory, or have the quota raised.";
      case FILE -> "A file reached the largest size that is allowed. Raise the limit (ulimit -f).";
    };
  }

  /** Returns the first cause with a self-explanatory message, such as an exception in a task. */
  private static Throwable known(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (codeOf(each) != ExitCode.FAULT) {
        return each;
      }
    }
    return ReadFailure.in(failure).<Throwable>map(known -> known).orElse(failure);
  }

  /** Reports an invalid command line and returns the exit code. */
  static int refuse(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    boolean unmatched = failure instanceof UnmatchedArgumentException;
    if (unmatched && isUnknownCommand(command, (UnmatchedArgumentException) failure)) {
      String word = ((UnmatchedArgumentException) failure).getUnmatched().get(0);
      err.printf(
          "Unknown command: %s (expected one of %s)%n",
          Printable.of(word), String.join(", ", command.getSubcommands().keySet()));
    } else {
      err.println(Printable.of(failure.getMessage()));
    }
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("See %s --help%n", name);
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static boolean isUnknownCommand(CommandLine command, UnmatchedArgumentException failure) {
    return !command.getSubcommands().isEmpty() && !failure.isUnknownOption();
  }

  private static ExitCode codeOf(Throwable failure) {
    if (failure instanceof InvalidConfiguration) {
      return ExitCode.USAGE;
    }
    if (failure instanceof DataException) {
      return ExitCode.DATA;
    }
    if (failure instanceof ModelException || failure instanceof CheckpointException) {
      return ExitCode.MODEL;
    }
    if (failure instanceof LeaseHeld) {
      return ExitCode.IN_USE;
    }
    return failure instanceof TrainingException ? ExitCode.DIVERGED : ExitCode.FAULT;
  }

  /**
   * Returns whether the driver or a task ran out of memory. Of a task, and of a static initializer
   * that ran a second time, only the text is known.
   */
  private static boolean ranOutOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError
          || ((cause instanceof SparkException || cause instanceof LinkageError)
              && String.valueOf(cause.getMessage()).contains(OutOfMemoryError.class.getName()))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the root cause of a failure, which is the failure itself if it has no cause. */
  static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String rootOf(Throwable failure) {
    Throwable root = rootCause(failure);
    String message = String.valueOf(root.getMessage());
    return root.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
