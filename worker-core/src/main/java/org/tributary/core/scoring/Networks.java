package org.tributary.core.scoring;

import java.util.function.Supplier;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.model.Model;
import org.tributary.core.network.Parameters;

/**
 * The networks of one model, for any number of threads: each call has one for itself. A row alone
 * goes through a {@link RowNetwork}, several through a {@link BatchNetwork}; what either needs is
 * made by the first call that needs it, so a program that scores single rows loads no BLAS.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Networks<A> {
  private final Model model;
  private final Pool<RowNetwork<A>> rowNetworks;
  private final Pool<BatchNetwork<A>> batchNetworks;

  private Networks(
      Model model, int chunkRows, Supplier<Kernel<A>> plain, Supplier<Kernel<A>> blas) {
    this.model = model;
    Lazy<A> transposed = new Lazy<>(() -> RowNetwork.transposed(model, plain.get()));
    this.rowNetworks =
        new Pool<>(network -> 1, rows -> new RowNetwork<>(model, plain.get(), transposed.get()));
    Lazy<Parameters<A>> parameters = new Lazy<>(() -> parameters(model, blas.get()));
    this.batchNetworks =
        new Pool<>(
            BatchNetwork::capacity,
            rows ->
                new BatchNetwork<>(
                    model, blas.get(), parameters.get(), Math.min(chunkRows, power(rows))));
  }

  /**
   * Returns the networks of a model.
   *
   * @param chunkRows the most rows that are propagated at once
   */
  static Networks<?> of(Model model, int chunkRows) {
    return switch (model.precision()) {
      case FLOAT32 -> new Networks<>(model, chunkRows, Kernel::plainFloat32, Kernel::float32);
      case FLOAT64 -> new Networks<>(model, chunkRows, Kernel::plainFloat64, Kernel::float64);
    };
  }

  private static <A> Parameters<A> parameters(Model model, Kernel<A> kernel) {
    return Parameters.forManyBlocks(model.layout(), kernel, kernel.fromDoubles(model.theta()));
  }

  /** Returns the least power of two that is not below a number of rows. */
  private static int power(int rows) {
    return Integer.highestOneBit(2 * rows - 1);
  }

  /** Scores the encoded rows from {@code from} on; the arrays are those of all rows. */
  void score(double[] encoded, int from, int count, double[] scores) {
    if (count > 1) {
      BatchNetwork<A> network = batchNetworks.take(count);
      network.score(encoded, from, count, scores);
      batchNetworks.give(network);
    } else {
      RowNetwork<A> network = rowNetworks.take(1);
      int cells = model.preparation().layout().cells();
      network.score(encoded, from * cells, scores, from * model.topology().outputs());
      rowNetworks.give(network);
    }
  }

  /** Computes z^(L) / T of one row of encoded cells. */
  void logits(double[] encoded, double[] logits) {
    RowNetwork<A> network = rowNetworks.take(1);
    network.logits(encoded, logits);
    rowNetworks.give(network);
  }

  /** Scores the sparse rows from {@code from} on, of a model whose preparation keeps zeros. */
  void score(Inputs.Csr<double[]> raw, int from, int count, double[] scores) {
    BatchNetwork<A> network = batchNetworks.take(count);
    network.score(raw, from, count, scores);
    batchNetworks.give(network);
  }

  /** A value that is made once, when it is first asked for. */
  private static final class Lazy<T> {
    private final Supplier<T> maker;
    private volatile T value;

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    T get() {
      T made = value;
      return made == null ? make() : made;
    }

    private synchronized T make() {
      if (value == null) {
        value = maker.get();
      }
      return value;
    }
  }
}
