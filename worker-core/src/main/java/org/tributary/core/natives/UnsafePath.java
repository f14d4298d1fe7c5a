package org.tributary.core.natives;

import java.io.IOException;

/** There is no safe directory for native libraries; the message gives the reason in one line. */
public final class UnsafePath extends IOException {
  private static final long serialVersionUID = 1;

  UnsafePath(String message) {
    super(message);
  }

  /** Returns in one line why something failed: the message alone if it says everything. */
  static String reason(IOException failure) {
    return failure instanceof UnsafePath
        ? failure.getMessage()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
