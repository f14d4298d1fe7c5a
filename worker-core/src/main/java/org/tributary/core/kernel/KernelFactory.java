package org.tributary.core.kernel;

import java.io.Serializable;

/**
 * Makes kernels of one precision; travels to executors, where each task makes its own kernel.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface KernelFactory<A> extends Serializable {

  /** Makes float32 kernels. */
  KernelFactory<float[]> FLOAT32 = new Float32();

  /** Makes float64 kernels. */
  KernelFactory<double[]> FLOAT64 = new Float64();

  /** Returns the factory of a precision. */
  static KernelFactory<?> of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
    };
  }

  /** Returns a new kernel for the use of one thread. */
  Kernel<A> create();

  /** See {@link #FLOAT32}. */
  record Float32() implements KernelFactory<float[]> {
    @Override
    public Kernel<float[]> create() {
      return Kernel.float32();
    }
  }

  /** See {@link #FLOAT64}. */
  record Float64() implements KernelFactory<double[]> {
    @Override
    public Kernel<double[]> create() {
      return Kernel.float64();
    }
  }
}
