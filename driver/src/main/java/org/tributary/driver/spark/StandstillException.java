package org.tributary.driver.spark;

/** Spark's jobs made no progress until the deadline; the message states what they waited for. */
public final class StandstillException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with a message for the user. */
  StandstillException(String message, Throwable cause) {
    super(message, cause);
  }
}
