package org.tributary.driver.store;

/** A directory is in use by another process. The message names the process and what to do. */
public final class LeaseHeld extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an instance with a message that is complete. */
  public LeaseHeld(String message) {
    super(message);
  }
}
