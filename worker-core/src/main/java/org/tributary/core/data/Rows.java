package org.tributary.core.data;

import java.util.Arrays;
import org.tributary.core.kernel.Kernel;

/**
 * The inputs of a {@link Batch}, which are stored as those that they come from. Mutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
sealed interface Rows<A> {

  /** Makes room for rows of the kind of some inputs. */
  static <A> Rows<A> like(Inputs<A> inputs, Kernel<A> kernel, int maxRows) {
    if (inputs instanceof Inputs.Csr<A>) {
      return new OfCsr<>(inputs.features(), maxRows, kernel);
    }
    int features = inputs.features();
    A values = kernel.allocate(Math.multiplyExact(maxRows, features + 1));
    return new OfDense<>(new Inputs.Dense<>(features, values));
  }

  /** Copies a row of inputs of the same kind to row {@code at}, the first behind those there. */
  void add(Inputs<A> from, int row, int at, Kernel<A> kernel);

  /** Returns the rows, on the arrays that hold them. */
  Inputs<A> inputs();

  /** Dense rows. */
  record OfDense<A>(Inputs.Dense<A> inputs) implements Rows<A> {
    @Override
    public void add(Inputs<A> from, int row, int at, Kernel<A> kernel) {
      int width = inputs.features() + 1;
      A samples = from.dense().values();
      kernel.copy(samples, row * width, inputs.values(), at * width, width);
    }
  }

  /** Compressed sparse rows, in arrays that grow with them. */
  final class OfCsr<A> implements Rows<A> {
    private final int features;
    private final int[] rowPointers;
    private int[] columns = new int[0];
    private A values;

    OfCsr(int features, int maxRows, Kernel<A> kernel) {
      this.features = features;
      this.rowPointers = new int[maxRows + 1];
      this.values = kernel.allocate(0);
    }

    @Override
    public void add(Inputs<A> from, int row, int at, Kernel<A> kernel) {
      if (!(from instanceof Inputs.Csr<A> csr)) {
        throw new IllegalArgumentException("Cannot add a dense row to a batch of sparse rows");
      }
      int begin = csr.rowPointers()[row];
      int length = csr.rowPointers()[row + 1] - begin;
      int to = rowPointers[at];
      ensureRoom(Math.addExact(to, length), kernel);
      System.arraycopy(csr.columns(), begin, columns, to, length);
      kernel.copy(csr.values(), begin, values, to, length);
      rowPointers[at + 1] = to + length;
    }

    private void ensureRoom(int length, Kernel<A> kernel) {
      if (length > columns.length) {
        int room = (int) Math.min(Block.MOST_NUMBERS, Math.max(length, 2L * columns.length));
        A grown = kernel.allocate(room);
        kernel.copy(values, 0, grown, 0, columns.length);
        values = grown;
        columns = Arrays.copyOf(columns, room);
      }
    }

    @Override
    public Inputs<A> inputs() {
      return Inputs.Csr.ofValid(features, rowPointers, columns, values);
    }
  }
}
