package org.tributary.driver.cli;

import java.io.IOException;
import java.util.Optional;

/**
 * Detects whether standard error is a terminal.
 *
 * <p>Java cannot detect this for a single stream, but a child process that inherits the stream can.
 * This works with the launcher, with {@code spark-submit}, and on a cluster, where the stream is a
 * file.
 */
final class StandardError {
  /** Overrides the detection if it is set to {@code true} or {@code false}. */
  private static final String PROPERTY = "tributary.terminal";

  private static final boolean TERMINAL =
      Optional.ofNullable(System.getProperty(PROPERTY))
          .map(Boolean::valueOf)
          .orElseGet(StandardError::ask);

  private StandardError() {}

  /** Returns the result; the first call starts a process, which takes a few milliseconds. */
  static boolean isTerminal() {
    return TERMINAL;
  }

  private static boolean ask() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
