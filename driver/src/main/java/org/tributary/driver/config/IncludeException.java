package org.tributary.driver.config;

import com.typesafe.config.ConfigException;

/** An include of a job failed. The message is the complete problem with its location. */
final class IncludeException extends ConfigException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param what the name that the statement gives
   * @param file the file that includes it
   * @param line of the statement; 0 if it is not known
   */
  IncludeException(String what, String file, int line, String reason) {
    super("Cannot include %s (%s%s): %s".formatted(what, file, line > 0 ? ":" + line : "", reason));
  }
}
