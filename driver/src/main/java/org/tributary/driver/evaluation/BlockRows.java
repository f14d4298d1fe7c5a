package org.tributary.driver.evaluation;

import java.util.List;
import java.util.OptionalDouble;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.TargetScale;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.scoring.PredictionRule;

/**
 * The rows of a block with the network's outputs for them, to be read one by one.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param outputs augmented rows of outputs, B x (K + 1); used again for the next block
 * @param k K, the number of outputs
 * @param scales how numbers in the data and targets belong together, by column; none for classes
 * @param from the first row
 * @param until the row after the last
 */
record BlockRows<A>(
    Block<A> block,
    A outputs,
    int k,
    Kernel<A> kernel,
    List<TargetScale> scales,
    int from,
    int until) {

  /** Reads all rows of a block. */
  BlockRows(Block<A> block, A outputs, int k, Kernel<A> kernel, List<TargetScale> scales) {
    this(block, outputs, k, kernel, scales, 0, block.rows());
  }

  /** Returns the same with one row alone, which keeps its number. */
  BlockRows<A> only(int r) {
    return new BlockRows<>(block, outputs, k, kernel, scales, r, r + 1);
  }

  /** Takes a row whose outputs are finite. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes the row.
     *
     * @param r its number in the block
     * @param outputs K numbers, in an array that is used again
     */
    void accept(int r, double[] outputs);
  }

  /** Gives each row whose outputs are finite, and returns the number of the others. */
  int forEach(Receiver receiver) {
    double[] row = new double[k];
    int unpredicted = 0;
    for (int r = from; r < until; r++) {
      for (int j = 0; j < k; j++) {
        double output = kernel.get(outputs, r * (k + 1) + 1 + j);
        row[j] = scales.isEmpty() ? output : scales.get(column(j)).prediction(output);
      }
      if (PredictionRule.notFinite(row, 0, k).isPresent()) {
        unpredicted++;
      } else {
        receiver.accept(r, row);
      }
    }
    return unpredicted;
  }

  /** Returns the weight of a row. */
  double weight(int r) {
    return kernel.get(block.weights(), r);
  }

  /** Returns the number that output j of a row should be, in the units of the data. */
  double target(int r, int j) {
    A values = ((DenseTargets<A>) block.targets()).values();
    if (scales.isEmpty()) {
      return kernel.get(values, r * k + j);
    }
    int column = column(j);
    return scales.get(column).number(kernel.get(values, r * scales.size() + column));
  }

  /** Returns the column of an output, of which it may have several. */
  private int column(int output) {
    return output * scales.size() / k;
  }

  /**
   * Tells whether the class of a row is predicted.
   *
   * @param threshold between two classes; NaN for none
   */
  boolean isCorrect(int r, double threshold) {
    boolean[] correct = new boolean[1];
    OptionalDouble limit =
        Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    only(r)
        .forEach(
            (at, row) ->
                correct[0] = PredictionRule.classIndex(row, 0, k, limit) == targetClass(at));
    return correct[0];
  }

  /** Returns the class of a row. */
  int targetClass(int r) {
    if (block.targets() instanceof ClassTargets<A> targets) {
      return targets.classes()[r];
    }
    if (k == 1) {
      return (int) target(r, 0);
    }
    int c = 0;
    while (target(r, c) == 0) {
      c++;
    }
    return c;
  }
}
