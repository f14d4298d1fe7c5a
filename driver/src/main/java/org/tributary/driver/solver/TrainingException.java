package org.tributary.driver.solver;

/** Training cannot go on; the message says why and the way out. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes an exception whose message a user can act on. */
  public TrainingException(String message) {
    super(message);
  }
}
