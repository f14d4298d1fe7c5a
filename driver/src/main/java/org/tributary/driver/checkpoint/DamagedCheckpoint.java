package org.tributary.driver.checkpoint;

/** A checkpoint is not what was written. The message says why, and does not name it. */
final class DamagedCheckpoint extends Exception {
  private static final long serialVersionUID = 1;

  DamagedCheckpoint(String message) {
    super(message);
  }
}
