package org.tributary.driver.cli;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.tributary.driver.redaction.Secrets;

/**
 * Standard output and error, and a live line on standard error that they do not run into.
 *
 * <p>All are written under one lock: a line of output or of a warning first clears the live line,
 * which its owner draws again. Secrets are hidden in all of them.
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

  /** Tells whether a person is likely to watch standard error. */
  boolean isInteractive() {
    return StandardError.isTerminal();
  }

  /** Writes a line to standard output. */
  synchronized void print(String text) {
    clear();
    out.println(Secrets.ofProcess().hidden(text));
    out.flush();
  }

  /** Writes a line to standard error. */
  synchronized void warn(String text) {
    clear();
    err.println(Secrets.ofProcess().hidden(text));
    err.flush();
  }

  /** Shows what a person waits for while work is done, if one is likely to watch. */
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

  /** Draws the live line in place of the last one. */
  synchronized void draw(String text) {
    tidyAtTheEnd();
    if (ended) {
      return;
    }
    err.print(CLEAR_LINE + Secrets.ofProcess().hidden(text));
    err.flush();
    live = true;
  }

  /** Takes the live line away. */
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
        // The process is ending already.
        ended = true;
      }
    }
  }

  /** Leaves a clean line to the shell when the process is interrupted; nothing is drawn after. */
  private synchronized void end() {
    clear();
    ended = true;
  }
}
