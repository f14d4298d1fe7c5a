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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.tributary.core.function.Activation;
import org.tributary.core.kernel.Kernel;

/**
 * Activations and their derivatives, time an element, on what a block of 128 rows and 256 units
 * holds; each call first copies its input, at some 0.03 ns an element.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Elementwise {
  private static final int LENGTH = 128 * 257;

  /** Which function. */
  @Param public Activation g;

  private final Kernel<float[]> single = Kernel.float32();
  private final Kernel<double[]> twice = Kernel.float64();
  private final double[] z64 = Numbers.uniform(LENGTH, 4);
  private final double[] a64 = z64.clone();
  private final double[] out64 = new double[LENGTH];
  private final float[] z = single.fromDoubles(z64);
  private final float[] a = z.clone();
  private final float[] out = new float[LENGTH];

  /** Computes the values that derivatives are computed from. */
  @Setup
  public void activate() {
    single.activate(g, a, LENGTH);
    twice.activate(g, a64, LENGTH);
  }

  /** g(z) in float32. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Object value32() {
    return value(single, z, out);
  }

  /** g(z) in float64. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Object value64() {
    return value(twice, z64, out64);
  }

  /** delta .* g'(z) in float32. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Object derivative32() {
    return derivative(single, z, a, out);
  }

  /** delta .* g'(z) in float64. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Object derivative64() {
    return derivative(twice, z64, a64, out64);
  }

  private <A> Object value(Kernel<A> kernel, A from, A to) {
    kernel.copy(from, 0, to, 0, LENGTH);
    kernel.activate(g, to, LENGTH);
    return to;
  }

  private <A> Object derivative(Kernel<A> kernel, A from, A values, A to) {
    if (!g.derivativeFollowsFromValue()) {
      kernel.derivative(g, from, to, LENGTH);
      return to;
    }
    kernel.copy(from, 0, to, 0, LENGTH);
    kernel.multiplyByDerivative(g, values, to, LENGTH);
    return to;
  }
}
