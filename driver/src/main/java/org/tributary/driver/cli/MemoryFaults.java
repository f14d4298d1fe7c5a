package org.tributary.driver.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.IntConsumer;

/**
 * Ends the process when a thread of Spark runs out of memory. Such a thread takes its work with it:
 * the command would wait for a result that no thread is left to fetch.
 */
final class MemoryFaults implements Thread.UncaughtExceptionHandler {
  private final PrintWriter err;
  private final IntConsumer end;
  private final Thread.UncaughtExceptionHandler others;

  /**
   * Creates the handler.
   *
   * @param err where the fault is reported
   * @param end ends the process with an exit code
   * @param others handles what is not a lack of memory
   */
  MemoryFaults(PrintWriter err, IntConsumer end, Thread.UncaughtExceptionHandler others) {
    this.err = err;
    this.end = end;
    this.others = others;
  }

  /** Makes it the handler of all threads without one of their own. */
  static void endProcess() {
    Thread.setDefaultUncaughtExceptionHandler(
        new MemoryFaults(
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            code -> Runtime.getRuntime().exit(code),
            Thread.currentThread().getThreadGroup()));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable fault) {
    if (fault instanceof OutOfMemoryError) {
      end.accept(Failures.report(fault, err, StackTraces.areShown()));
    } else {
      others.uncaughtException(thread, fault);
    }
  }
}
