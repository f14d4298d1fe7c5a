package org.tributary.driver.cli;

import java.util.List;
import java.util.function.Supplier;
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

  /**
   * Runs work whose tasks may fail because of an invalid row. The command reports that row itself;
   * Spark's stack traces are logged only with {@code --stacktrace}.
   */
  static <T> T without(Supplier<T> work) {
    if (StackTraces.areShown()) {
      return work.get();
    }
    try {
      LOGGERS.forEach(logger -> Configurator.setLevel(logger, Level.OFF));
      return work.get();
    } finally {
      // Null restores the level of the parent.
      LOGGERS.forEach(logger -> Configurator.setLevel(logger, (Level) null));
    }
  }
}
