package org.tributary.driver.cli;

import java.io.IOException;
import java.util.Optional;

/**
 * Tells whether standard error is a terminal.
 *
 * <p>Java cannot say so of one stream; a process that inherits it can, however this one was
 * started: by the launcher, by {@code spark-submit}, or on a cluster, where it is a file.
 */
final class StandardError {
  /** Takes the place of the answer, where it is set: {@code true} or {@code false}. */
  private static final String PROPERTY = "tributary.terminal";

  private static final boolean TERMINAL =
      Optional.ofNullable(System.getProperty(PROPERTY))
          .map(Boolean::valueOf)
          .orElseGet(StandardError::ask);

  private StandardError() {}

  /** Tells it; the first call asks, which takes some milliseconds. */
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
