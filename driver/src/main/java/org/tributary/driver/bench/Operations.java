package org.tributary.driver.bench;

import org.tributary.core.network.Topology;

/** Counts floating-point operations, a multiplication and an addition as one each. */
public final class Operations {
  private Operations() {}

  /**
   * Returns the operations of one sample, forward and backward: 6 a weight, for z, Delta and the
   * delta of the layer before; 4 in the first layer, before which there is none. Biases,
   * activations and the loss are not counted.
   */
  public static double ofGradient(Topology topology) {
    double operations = 0;
    for (int l = 0; l < topology.weightLayers(); l++) {
      double weights = (double) topology.units(l) * topology.units(l + 1);
      operations += (l == 0 ? 4 : 6) * weights;
    }
    return operations;
  }

  /** Returns the operations of the product of two square matrices of n rows: 2 n^3. */
  public static double ofProduct(int n) {
    return 2.0 * n * n * n;
  }
}
