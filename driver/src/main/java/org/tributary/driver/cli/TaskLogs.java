package org.tributary.driver.cli;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Spark's log messages about failed tasks. */
final class TaskLogs {
  private static final List<String> LOGGERS =
      List.of(
          "org.apache.spark.executor.Executor",
          "org.apache.spark.scheduler.TaskSetManager",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter",
          "org.apache.spark.util.Utils");

  private TaskLogs() {}

  /** An action that may fail. */
  @FunctionalInterface
  interface FallibleAction<T, E extends Exception> {
    /** Runs the action. */
    T run() throws E;
  }

  /**
   * Runs an action whose tasks may fail because of an invalid row. The command reports that row
   * itself; Spark's messages are logged only with {@code --stacktrace}.
   */
  static <T, E extends Exception> T without(FallibleAction<T, E> action) throws E {
    if (StackTraces.areShown()) {
      return action.run();
    }
    try {
      LOGGERS.forEach(logger -> Configurator.setLevel(logger, Level.OFF));
      return action.run();
    } finally {
      // Null restores the level of the parent.
      LOGGERS.forEach(logger -> Configurator.setLevel(logger, (Level) null));
    }
  }

  /**
   * Runs an action, without the messages if all tasks run in this process: none of them is
   * repeated, so that each failure ends the command, which reports it.
   */
  static <T, E extends Exception> T locally(boolean local, FallibleAction<T, E> action) throws E {
    return local ? without(action) : action.run();
  }
}
