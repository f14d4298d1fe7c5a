package org.tributary.driver.score;

import java.io.IOException;
import org.tributary.driver.source.DataException;

/** Whoever read the output has ended, such as {@code head}: there is nothing more to do. */
final class OutputClosed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private OutputClosed(IOException cause) {
    super(cause);
  }

  /** Returns what a failure to write means: the end of the reader, or an error. */
  static RuntimeException or(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("Broken pipe")
        ? new OutputClosed(failure)
        : new DataException("Cannot write predictions: " + failure.getMessage());
  }
}
