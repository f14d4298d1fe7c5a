package org.tributary.core.preparation;

/**
 * A column whose values cannot be prepared as asked. The message names the column, what its values
 * come to, and what is expected.
 */
public final class PreparationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** States which column cannot be prepared, and why. */
  public PreparationException(String message) {
    super(message);
  }
}
