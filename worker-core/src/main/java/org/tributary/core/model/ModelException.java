package org.tributary.core.model;

/**
 * A model that cannot be read, written or used, for a reason that its user can act on.
 *
 * <p>The message stands alone: it names the model, the reason and, where there is one, the remedy.
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** States what cannot be done, and why. */
  public ModelException(String message) {
    super(message);
  }

  /** States what cannot be done, and why, and keeps what it follows from. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
