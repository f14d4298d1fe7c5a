package org.tributary.driver.evaluation;

import java.util.Arrays;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.random.Permutation;

/**
 * Copies blocks with the inputs of one column exchanged between their rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ShuffledColumn<A> {
  private static final String PURPOSE = "importance";

  private final Kernel<A> kernel;
  private final int[] columnOfInput;
  private final long seed;

  /**
   * Prepares copies.
   *
   * @param columnOfInput the column that each input comes from
   */
  ShuffledColumn(Kernel<A> kernel, int[] columnOfInput, long seed) {
    this.kernel = kernel;
    this.columnOfInput = columnOfInput;
    this.seed = seed;
  }

  /** Returns the block with the inputs of a column in a random order of the rows. */
  Block<A> of(Block<A> block, int column) {
    Permutation order =
        new Permutation(block.rows(), seed, PURPOSE, (long) column << 32 | block.index());
    Inputs<A> shuffled =
        block.inputs() instanceof Inputs.Csr<A> sparse
            ? sparse(sparse, block.rows(), column, order)
            : dense(block.inputs().dense(), block.rows(), column, order);
    return new Block<>(block.index(), block.rows(), shuffled, block.targets(), block.weights());
  }

  private Inputs<A> dense(Inputs.Dense<A> inputs, int rows, int column, Permutation order) {
    int width = inputs.features() + 1;
    A copy = kernel.allocate(rows * width);
    kernel.copy(inputs.values(), 0, copy, 0, rows * width);
    for (int r = 0; r < rows; r++) {
      int from = order.at(r) * width + 1;
      for (int j = 0; j < inputs.features(); j++) {
        if (columnOfInput[j] == column) {
          kernel.copy(inputs.values(), from + j, copy, r * width + 1 + j, 1);
        }
      }
    }
    return new Inputs.Dense<>(inputs.features(), copy);
  }

  private Inputs<A> sparse(Inputs.Csr<A> inputs, int rows, int column, Permutation order) {
    int[] pointers = inputs.rowPointers();
    int[] places = new int[2 * pointers[rows] + 1];
    int[] rowPointers = new int[rows + 1];
    int size = 0;
    for (int r = 0; r < rows; r++) {
      int begin = size;
      for (int at = pointers[r]; at < pointers[r + 1]; at++) {
        if (columnOfInput[inputs.columns()[at]] != column) {
          places[size++] = at;
        }
      }
      int other = order.at(r);
      for (int at = pointers[other]; at < pointers[other + 1]; at++) {
        if (columnOfInput[inputs.columns()[at]] == column) {
          places[size++] = at;
        }
      }
      sort(places, begin, size, inputs.columns());
      rowPointers[r + 1] = size;
    }
    int[] columns = new int[size];
    A values = kernel.allocate(size);
    for (int i = 0; i < size; i++) {
      columns[i] = inputs.columns()[places[i]];
      kernel.copy(inputs.values(), places[i], values, i, 1);
    }
    return new Inputs.Csr<>(inputs.features(), rowPointers, columns, values);
  }

  /** Sorts places by their columns, which are distinct. */
  private static void sort(int[] places, int from, int to, int[] columns) {
    long[] keys = new long[to - from];
    for (int i = from; i < to; i++) {
      keys[i - from] = (long) columns[places[i]] << 32 | places[i];
    }
    Arrays.sort(keys);
    for (int i = from; i < to; i++) {
      places[i] = (int) keys[i - from];
    }
  }
}
