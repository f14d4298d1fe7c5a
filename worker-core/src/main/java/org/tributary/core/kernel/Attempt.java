package org.tributary.core.kernel;

import org.tributary.core.natives.UnsafePath;

/** What came of an attempt to load a native library for matrix products. */
sealed interface Attempt permits Attempt.Loaded, Attempt.Missing {

  /** The library and the way to it, or why there is none, in one line. */
  String description();

  /** A library that computes correctly. */
  record Loaded(Gemm gemm, String description) implements Attempt {}

  /** No library, and why. */
  record Missing(String description) implements Attempt {

    /** Tells the cause at the root of what was thrown. */
    static Missing of(Throwable thrown) {
      Throwable root = thrown;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String message = root.getMessage();
      if (root instanceof UnsafePath) {
        return new Missing(message);
      }
      return new Missing(root.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }
  }
}
