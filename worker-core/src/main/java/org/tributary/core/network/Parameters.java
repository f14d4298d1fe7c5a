package org.tributary.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;
import org.tributary.core.kernel.Kernel;

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

  /**
   * Returns parameters that are read where they are, so that they may change between blocks.
   *
   * @param theta unrolled parameters, which are shared
   */
  static <A> Parameters<A> of(ParameterLayout layout, A theta) {
    return new InPlace<>(layout, theta);
  }

  /**
   * Returns parameters for one block after the other, transposed once if that is faster.
   *
   * @param theta unrolled parameters, which must not change as long as these are in use
   */
  static <A> Parameters<A> forManyBlocks(ParameterLayout layout, Kernel<A> kernel, A theta) {
    return kernel.multipliesFasterUntransposed()
        ? new Transposed<>(layout, kernel, theta)
        : new Lasting<>(layout, kernel, theta);
  }

  /**
   * Returns parameters that are read where they are, so that they may change between blocks.
   *
   * @param layout the plain layout of the network
   * @param theta in the layout {@link ParameterLayout#byFeature}, shared; for sparse inputs only
   */
  static <A> Parameters<A> byFeature(ParameterLayout layout, A theta) {
    return new ByFeature<>(layout, theta);
  }

  /**
   * Returns Theta^(l), s_(l+1) x (s_l + 1), a view that is not to be moved.
   *
   * @param l number of the weight layer, from 0
   */
  Matrix<A> theta(int l);

  /**
   * Computes z^(l+1) = a^(l) Theta^(l)^T.
   *
   * @param l number of the weight layer, from 0
   * @param from a^(l), B x (s_l + 1)
   * @param to B x s_(l+1), overwritten
   */
  void forward(Kernel<A> kernel, int l, Matrix<A> from, Matrix<A> to);

  /**
   * Returns Theta^(1)^T, (s_1 + 1) x s_2 from the beginning of an array, for sparse inputs.
   *
   * @throws IllegalStateException if the parameters may change and are not laid out so
   */
  A byFeature();

  /** Reads Theta^(l) by its columns. */
  final class InPlace<A> implements Parameters<A> {
    private final List<Matrix<A>> thetas = new ArrayList<>();

    InPlace(ParameterLayout layout, A theta) {
      for (int l = 0; l < layout.layers(); l++) {
        int in = layout.columns(l);
        thetas.add(Matrix.of(theta, layout.offset(l), layout.rows(l), in, in));
      }
    }

    @Override
    public Matrix<A> theta(int l) {
      return thetas.get(l);
    }

    @Override
    public void forward(Kernel<A> kernel, int l, Matrix<A> from, Matrix<A> to) {
      kernel.multiply(Layout.NT, from, thetas.get(l), to);
    }

    @Override
    public A byFeature() {
      throw new IllegalStateException(
          "Cannot multiply sparse inputs by parameters that may change: lay them out by feature");
    }
  }

  /** Reads Theta^(l) by its columns; it does not change. */
  final class Lasting<A> implements Parameters<A> {
    private final InPlace<A> original;
    private final ParameterLayout layout;
    private final Kernel<A> kernel;
    private final A theta;
    private Optional<A> transposed = Optional.empty();

    Lasting(ParameterLayout layout, Kernel<A> kernel, A theta) {
      this.original = new InPlace<>(layout, theta);
      this.layout = layout;
      this.kernel = kernel;
      this.theta = theta;
    }

    @Override
    public Matrix<A> theta(int l) {
      return original.theta(l);
    }

    @Override
    public void forward(Kernel<A> kernel, int l, Matrix<A> from, Matrix<A> to) {
      original.forward(kernel, l, from, to);
    }

    @Override
    public A byFeature() {
      if (transposed.isEmpty()) {
        A copy = kernel.allocate(layout.offset(1));
        kernel.transpose(theta, 0, layout.rows(0), layout.columns(0), copy, 0);
        transposed = Optional.of(copy);
      }
      return transposed.get();
    }
  }

  /** Reads Theta^(1)^T as it is, and the others by their columns. */
  final class ByFeature<A> implements Parameters<A> {
    private final InPlace<A> original;
    private final A theta;

    ByFeature(ParameterLayout layout, A theta) {
      this.original = new InPlace<>(layout, theta);
      this.theta = theta;
    }

    @Override
    public Matrix<A> theta(int l) {
      return original.theta(l);
    }

    @Override
    public void forward(Kernel<A> kernel, int l, Matrix<A> from, Matrix<A> to) {
      original.forward(kernel, l, from, to);
    }

    @Override
    public A byFeature() {
      return theta;
    }
  }

  /** Reads copies of every Theta^(l)^T, each where Theta^(l) is in the unrolled parameters. */
  final class Transposed<A> implements Parameters<A> {
    private final InPlace<A> original;
    private final List<Matrix<A>> transposed = new ArrayList<>();
    private final A copy;

    Transposed(ParameterLayout layout, Kernel<A> kernel, A theta) {
      this.original = new InPlace<>(layout, theta);
      this.copy = kernel.allocate(layout.size());
      for (int l = 0; l < layout.layers(); l++) {
        int at = layout.offset(l);
        int in = layout.columns(l);
        int out = layout.rows(l);
        kernel.transpose(theta, at, out, in, copy, at);
        transposed.add(Matrix.of(copy, at, in, out, out));
      }
    }

    @Override
    public Matrix<A> theta(int l) {
      return original.theta(l);
    }

    @Override
    public void forward(Kernel<A> kernel, int l, Matrix<A> from, Matrix<A> to) {
      kernel.multiply(Layout.NN, from, transposed.get(l), to);
    }

    @Override
    public A byFeature() {
      return copy;
    }
  }
}
