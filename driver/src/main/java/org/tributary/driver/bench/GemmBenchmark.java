package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.random.RandomStream;

/**
 * The matrix multiplication rate, an upper bound for training.
 *
 * <p>Each thread multiplies square matrices of its own, as each Spark task does.
 */
public final class GemmBenchmark {
  /** Rows of the matrices: large enough that packing and calls do not count. */
  public static final int SIZE = 2048;

  private static final int WARM_UPS = 1;

  private GemmBenchmark() {}

  /**
   * The rate of one precision on some threads.
   *
   * @param gigaflops billions of operations a second, of all threads together
   */
  public record Rate(Precision precision, int threads, Timings gigaflops) {}

  /**
   * Measures the rate.
   *
   * @param threads how many multiply at the same time
   * @param repeat measured products a thread, at least 1
   */
  public static Rate measure(Precision precision, int threads, int repeat) {
    return measure(precision, KernelFactory.of(precision), SIZE, threads, repeat);
  }

  static <A> Rate measure(
      Precision precision, KernelFactory<A> kernels, int size, int threads, int repeat) {
    List<Callable<Void>> products = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      products.add(product(kernels.create(), size, t));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Stopwatch.Timed timed = Stopwatch.time(WARM_UPS, repeat, () -> runAll(pool, products));
      double operations = threads * Operations.ofProduct(size);
      return new Rate(precision, threads, timed.wall().map(s -> operations / s / 1e9));
    } finally {
      pool.shutdown();
    }
  }

  /** A product of n x n matrices of numbers between 0 and 1, each call the same. */
  private static <A> Callable<Void> product(Kernel<A> kernel, int n, int thread) {
    Matrix<A> a = Matrix.of(random(kernel, n * n, 2 * thread), n, n);
    Matrix<A> b = Matrix.of(random(kernel, n * n, 2 * thread + 1), n, n);
    Matrix<A> c = Matrix.of(kernel.allocate(n * n), n, n);
    return () -> {
      kernel.multiply(Layout.NN, a, b, c);
      return null;
    };
  }

  private static <A> A random(Kernel<A> kernel, int length, int stream) {
    RandomStream random = RandomStream.of(1, "matrix", stream);
    A values = kernel.allocate(length);
    for (int i = 0; i < length; i++) {
      kernel.set(values, i, random.uniform());
    }
    return values;
  }

  private static void runAll(ExecutorService pool, List<Callable<Void>> products) {
    try {
      for (Future<Void> product : pool.invokeAll(products)) {
        product.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot measure matrix products: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot measure matrix products", e.getCause());
    }
  }
}
