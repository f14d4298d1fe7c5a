package org.tributary.core.network;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.Layout;

/**
 * A network's parameters as propagation reads them: every Theta^(l) with its bias, unrolled.
 *
 * <p>Forward propagation multiplies by Theta^(l)^T, backpropagation by Theta^(l). Where the source
 * of matrix products reads rows faster than columns, a transposed copy pays for itself within a few
 * blocks, but not for a single batch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Parameters<A> {

  /** Returns parameters that are read where they are, so that they may change between blocks. */
  static <A> Parameters<A> of(A theta) {
    return new InPlace<>(theta);
  }

  /**
   * Returns parameters for one block after the other, transposed once if that is faster.
   *
   * @param theta unrolled parameters, which must not change as long as these are in use
   */
  static <A> Parameters<A> forManyBlocks(ParameterLayout layout, Kernel<A> kernel, A theta) {
    return kernel.multipliesFasterUntransposed()
        ? new Transposed<>(layout, kernel, theta)
        : new InPlace<>(theta);
  }

  /** Returns the unrolled parameters. */
  A theta();

  /**
   * Computes z^(l+1) = a^(l) Theta^(l)^T.
   *
   * @param l number of the weight layer, from 0
   * @param rows B
   * @param from a^(l), augmented rows, B x (s_l + 1)
   * @param to augmented rows, B x (s_(l+1) + 1), of which all but the first column is overwritten
   */
  void forward(ParameterLayout layout, Kernel<A> kernel, int l, int rows, A from, A to);

  /** Reads Theta^(l) by its columns. */
  record InPlace<A>(A theta) implements Parameters<A> {
    @Override
    public void forward(ParameterLayout layout, Kernel<A> kernel, int l, int rows, A from, A to) {
      int in = layout.topology().units(l) + 1;
      int out = layout.topology().units(l + 1);
      // (B x in) (out x in)^T -> B x out, written behind the leading ones
      kernel.multiply(
          Layout.NT, rows, out, in, from, 0, in, theta, layout.offset(l), in, to, 1, out + 1);
    }
  }

  /** Reads copies of every Theta^(l)^T, each where Theta^(l) is in the unrolled parameters. */
  final class Transposed<A> implements Parameters<A> {
    private final A theta;
    private final A transposed;

    Transposed(ParameterLayout layout, Kernel<A> kernel, A theta) {
      this.theta = theta;
      this.transposed = kernel.allocate(layout.size());
      for (int l = 0; l < layout.topology().weightLayers(); l++) {
        int in = layout.topology().units(l) + 1;
        int out = layout.topology().units(l + 1);
        kernel.transpose(theta, layout.offset(l), out, in, transposed, layout.offset(l));
      }
    }

    @Override
    public A theta() {
      return theta;
    }

    @Override
    public void forward(ParameterLayout layout, Kernel<A> kernel, int l, int rows, A from, A to) {
      int in = layout.topology().units(l) + 1;
      int out = layout.topology().units(l + 1);
      // (B x in) (in x out) -> B x out, written behind the leading ones
      kernel.multiply(
          Layout.NN, rows, out, in, from, 0, in, transposed, layout.offset(l), out, to, 1, out + 1);
    }
  }
}
