package org.tributary.driver.cli;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Standard output, standard error, and a live line on standard error that other output does not
 * overwrite.
 *
 * <p>All are written under one lock: a line of output or a warning first clears the live line,
 * which its owner then redraws. Secrets are hidden in all output.
 */
final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final PrintStream err;
  private boolean tidied;
  private boolean live;
  private boolean ended;

  Terminal(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Returns whether standard error is a terminal. */
  boolean isInteractive() {
    return StandardError.isTerminal();
  }

  /** Writes a line to standard output. */
  synchronized void print(String text) {
    clear();
    out.println(Printable.of(text));
    out.flush();
  }

  /** Writes a line to standard error. */
  synchronized void warn(String text) {
    clear();
    err.println(Printable.of(text));
    err.flush();
  }

  /** Shows a status text while work is done, if standard error is a terminal. */
  <T> T during(String what, Supplier<T> work) {
    if (isInteractive()) {
      draw(what);
    }
    try {
      return work.get();
    } finally {
      clear();
    }
  }

  /** Replaces the live line. */
  synchronized void draw(String text) {
    tidyAtTheEnd();
    if (ended) {
      return;
    }
    err.print(CLEAR_LINE + Printable.of(text));
    err.flush();
    live = true;
  }

  /** Removes the live line. */
  synchronized void clear() {
    if (live) {
      err.print(CLEAR_LINE);
      err.flush();
      live = false;
    }
  }

  private void tidyAtTheEnd() {
    if (!tidied) {
      tidied = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "terminal"));
      } catch (IllegalStateException e) {
        // The process is already shutting down.
        ended = true;
      }
    }
  }

  /** Clears the line when the process is interrupted; nothing is drawn afterwards. */
  private synchronized void end() {
    clear();
    ended = true;
  }
}
