package org.tributary.core.gemm;

import dev.ludovic.netlib.blas.BLAS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.tributary.core.natives.TemporaryFiles;

/**
 * Loads a native BLAS into netlib's JNI binding, one thread a call.
 *
 * <p>netlib binds to one library in the life of a JVM, when its JNI class is first touched, so the
 * path must be set before. It unpacks that class's library into the temporary directory of the JVM,
 * which is checked before. Linux only; elsewhere both ways answer why not.
 */
final class NativeBlas {
  private static final String NETLIB_PATH = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final Path THREADS = Path.of("/proc/self/task");

  /**
   * Name of the thread that loads the machine's BLAS; a thread that a library starts natively bears
   * its creator's name. The kernel keeps 15 characters.
   */
  private static final String LOADER = "tributary-blas";

  /** Size of a product that a multi-threaded BLAS computes on several threads. */
  private static final int LARGE = 256;

  /** netlib logs a warning for every missing BLAS; {@link Blas} logs the relevant information. */
  private static final java.util.logging.Logger NETLIB_LOG =
      java.util.logging.Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  static {
    NETLIB_LOG.setLevel(java.util.logging.Level.SEVERE);
  }

  private NativeBlas() {}

  /** Unpacks the OpenBLAS of the bytedeco artifact, loads it, and points netlib at it. */
  static LoadResult openBlas() {
    try {
      TemporaryFiles.requireSafe();
      Path openBlas = OpenBlasLibraries.load();
      System.setProperty(NETLIB_PATH, openBlas.toString());
      // Without the directory, which may differ in each run.
      return bind(openBlas.getFileName().toString());
    } catch (IOException | RuntimeException | LinkageError e) {
      return LoadResult.Missing.of(e);
    }
  }

  /**
   * Binds netlib to the machine's libblas.so.3, unless that computes with threads of its own: Spark
   * already runs a task a core, and the JVM has no way to tell a library it did not load itself.
   */
  static LoadResult system() {
    System.clearProperty(NETLIB_PATH);
    FutureTask<LoadResult> binding = new FutureTask<>(NativeBlas::bindSystem);
    new Thread(binding, LOADER).start();
    try {
      return binding.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LoadResult.Missing("interrupted while loading libblas.so.3");
    } catch (ExecutionException e) {
      return LoadResult.Missing.of(e);
    }
  }

  private static LoadResult bindSystem() throws IOException {
    LoadResult result;
    try {
      TemporaryFiles.requireSafe();
      result = bind("libblas.so.3");
    } catch (IOException | RuntimeException | LinkageError e) {
      return LoadResult.Missing.of(e);
    }
    if (result instanceof LoadResult.Loaded loaded) {
      Matrix<float[]> a = Matrix.of(new float[LARGE * LARGE], LARGE, LARGE);
      Matrix<float[]> c = Matrix.of(new float[LARGE * LARGE], LARGE, LARGE);
      loaded.gemms().float32().multiply(Layout.NN, a, a, c);
      long started = threadsStarted();
      if (started > 0) {
        return new LoadResult.Missing(
            ("libblas.so.3 computes with %d threads, and a Spark task has one core; set"
                    + " OPENBLAS_NUM_THREADS=1 and OMP_NUM_THREADS=1 in the environment of the"
                    + " driver and of the executors")
                .formatted(started + 1));
      }
    }
    return result;
  }

  /** Returns how many threads native code has started from the calling thread. */
  private static long threadsStarted() throws IOException {
    if (!Files.isDirectory(THREADS)) {
      return 0;
    }
    long named = 0;
    try (Stream<Path> threads = Files.list(THREADS)) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        named += LOADER.equals(nameOf(thread)) ? 1 : 0;
      }
    }
    return named - 1;
  }

  private static String nameOf(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("comm")).trim();
    } catch (NoSuchFileException e) {
      return "ended";
    }
  }

  private static LoadResult bind(String library) {
    BLAS blas = dev.ludovic.netlib.blas.NativeBLAS.getInstance();
    Gemms gemms = Gemms.of(blas);
    float[] c = {Float.NaN};
    Matrix<float[]> a = Matrix.of(new float[] {3, 4}, 1, 2);
    Matrix<float[]> b = Matrix.of(new float[] {5, 6}, 1, 2);
    gemms.float32().multiply(Layout.NT, a, b, Matrix.of(c, 1, 1));
    return c[0] == 39f
        ? new LoadResult.Loaded(gemms, library + " through " + blas.getClass().getSimpleName())
        : new LoadResult.Missing(library + " computes 3*5 + 4*6 as " + c[0]);
  }
}
