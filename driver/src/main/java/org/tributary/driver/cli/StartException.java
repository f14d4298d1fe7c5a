package org.tributary.driver.cli;

/** Spark does not start, and no setting of the user's is known to be the reason. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
