package org.tributary.core.gemm;

import org.tributary.core.natives.UnsafePath;

/** The result of loading a native library for matrix products. */
sealed interface LoadResult permits LoadResult.Loaded, LoadResult.Missing {

  /** Describes the library and its path, or the reason of a failure, in one line. */
  String description();

  /** A library that computes correctly. */
  record Loaded(Gemms gemms, String description) implements LoadResult {}

  /** The library could not be loaded, with the reason. */
  record Missing(String description) implements LoadResult {

    /** Returns a result with the root cause of a failure. */
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
