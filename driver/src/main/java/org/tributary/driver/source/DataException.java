package org.tributary.driver.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.security.AccessControlException;
import org.tributary.core.model.FileFailure;

/**
 * Data that cannot be used because of a problem that the user can fix. The message is complete:
 * what failed, why, and how to fix it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with the complete message. */
  public DataException(String message) {
    super(message);
  }

  /** Returns the exception for a path that cannot be read. */
  static DataException reading(String path, IOException failure) {
    return new DataException("Cannot read " + path + ": " + reason(path, failure));
  }

  private static String reason(String path, IOException failure) {
    String message = failure.getMessage();
    if (failure instanceof AccessControlException
        || (failure instanceof FileNotFoundException
            && message != null
            && message.contains("(Permission denied)"))) {
      return "permission denied (" + message + ")";
    }
    if (failure instanceof UnknownHostException) {
      return "there is no host " + message;
    }
    if (failure instanceof FileNotFoundException && path.equals(message)) {
      return "there is no such file";
    }
    return FileFailure.reason(failure);
  }
}
