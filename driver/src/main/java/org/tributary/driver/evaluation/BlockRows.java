package org.tributary.driver.evaluation;

import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.scoring.PredictionRule;

/**
 * The rows of a block with the network's outputs for them, to be read one by one.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param outputs augmented rows of outputs, B x (K + 1); used again for the next block
 * @param k K, the number of outputs
 */
record BlockRows<A>(Block<A> block, A outputs, int k, Kernel<A> kernel) {

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
    for (int r = 0; r < block.rows(); r++) {
      for (int j = 0; j < k; j++) {
        row[j] = kernel.get(outputs, r * (k + 1) + 1 + j);
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

  /** Returns the number that output j of a row should be. */
  double target(int r, int j) {
    return kernel.get(((DenseTargets<A>) block.targets()).values(), r * k + j);
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
