package org.tributary.driver.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Data that cannot be used, for a reason that its owner can remove. The message is meant for them
 * and says all: what cannot be done, why, and the remedy where there is one.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Takes the whole message. */
  public DataException(String message) {
    super(message);
  }

  /** Returns the exception for a path that the file system does not give. */
  static DataException reading(String path, IOException failure) {
    return new DataException("Cannot read " + path + ": " + reason(failure));
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    if (failure instanceof AccessControlException
        || (failure instanceof FileNotFoundException
            && message != null
            && message.contains("(Permission denied)"))) {
      return "permission denied (" + message + ")";
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
