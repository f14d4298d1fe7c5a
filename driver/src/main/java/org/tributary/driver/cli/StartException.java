package org.tributary.driver.cli;

/** Spark cannot start, and the reason is not a known user setting. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
