package org.tributary.core.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;
import org.tributary.core.kernel.Kernel;

/**
 * Matrix products of B rows, s inputs and h outputs, augmented as the network stores them: forward
 * (NT), gradient sum (TN) and delta (NN); 2 B (s + 1) h operations each. The peak is {@code
 * 2048x2047x2048} in NN.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MatrixProducts {
  /** B x s x h. */
  @Param({"2048x2047x2048", "128x784x64", "128x784x256", "1024x784x64", "1024x784x256",
    "1024x1024x1024", "1024x1024x10"})
  public String shape;

  /** Which of the three products. */
  @Param public Layout layout;

  private final Kernel<float[]> single = Kernel.float32();
  private final Kernel<double[]> twice = Kernel.float64();
  private int rows;
  private int in;
  private int out;
  private float[] a;
  private float[] theta;
  private float[] z;
  private double[] a64;
  private double[] theta64;
  private double[] z64;

  /** Fills the matrices. */
  @Setup
  public void fill() {
    String[] sizes = shape.split("x", -1);
    rows = Integer.parseInt(sizes[0]);
    in = Integer.parseInt(sizes[1]) + 1;
    out = Integer.parseInt(sizes[2]);
    a64 = Numbers.uniform(rows * in, 1);
    theta64 = Numbers.uniform(out * in, 1);
    z64 = Numbers.uniform(rows * (out + 1), 1);
    a = single.fromDoubles(a64);
    theta = single.fromDoubles(theta64);
    z = single.fromDoubles(z64);
  }

  /** In float32. */
  @Benchmark
  public Object float32() {
    return multiply(single, a, theta, z);
  }

  /** In float64. */
  @Benchmark
  public Object float64() {
    return multiply(twice, a64, theta64, z64);
  }

  private <A> Object multiply(Kernel<A> kernel, A x, A w, A y) {
    Matrix<A> inputs = Matrix.of(x, rows, in);
    Matrix<A> weights = Matrix.of(w, out, in);
    Matrix<A> outputs = Matrix.of(y, 1, rows, out, out + 1);
    switch (layout) {
      case NT -> kernel.multiply(layout, inputs, weights, outputs);
      case TN -> kernel.multiply(layout, outputs, inputs, weights);
      case NN -> kernel.multiply(layout, outputs, weights, inputs);
    }
    return y;
  }
}
