package org.tributary.core.gemm;

import org.tributary.core.natives.UnsafePath;

/** The result of loading a native library for matrix products. */
sealed interface LoadResult permits LoadResult.Loaded, LoadResult.Missing {

  /** The library and the way to it, or why there is none, in one line. */
  String description();

  /** A library that computes correctly. */
  record Loaded(Gemms gemms, String description) implements LoadResult {}

  /** No library, and why. */
  record Missing(String description) implements LoadResult {

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
