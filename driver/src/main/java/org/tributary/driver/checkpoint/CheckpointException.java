package org.tributary.driver.checkpoint;

/** A checkpoint cannot be read or written. The message is complete and names the checkpoint. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an instance with a message that is complete. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates an instance with a message that is complete, and its cause. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
