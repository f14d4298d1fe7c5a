package org.tributary.driver.spark;

/** Spark's jobs stood still for longer than was allowed; the message says what they waited for. */
public final class StandstillException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes an exception whose message a user can act on. */
  StandstillException(String message, Throwable cause) {
    super(message, cause);
  }
}
