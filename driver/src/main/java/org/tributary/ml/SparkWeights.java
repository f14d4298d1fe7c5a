package org.tributary.ml;

import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.driver.run.SparkOrder;

/** The parameters of a network as vectors in the order of Spark's classes. */
final class SparkWeights {
  private SparkWeights() {}

  /** Returns unrolled parameters in the order of Spark. */
  static DenseVector of(ParameterLayout layout, double[] theta) {
    return new DenseVector(SparkOrder.of(layout, theta));
  }

  /**
   * Returns parameters in the order of Spark unrolled.
   *
   * @throws IllegalArgumentException if they are not as many as the network has, or not finite
   */
  static double[] theta(ParameterLayout layout, Vector weights) {
    if (weights.size() != layout.size()) {
      throw new IllegalArgumentException(
          "Cannot begin with initialWeights: they are %d numbers (expected %d for the layers %s)"
              .formatted(weights.size(), layout.size(), layout.topology()));
    }
    double[] from = weights.toArray();
    for (int i = 0; i < from.length; i++) {
      if (!Double.isFinite(from[i])) {
        throw new IllegalArgumentException(
            "Cannot begin with initialWeights: number %d is %s (expected finite numbers)"
                .formatted(i, from[i]));
      }
    }
    return SparkOrder.theta(layout, from);
  }

  /** Returns the sizes of all layers, from the inputs to the outputs. */
  static int[] sizes(Topology topology) {
    int[] sizes = new int[topology.weightLayers() + 1];
    for (int l = 0; l < sizes.length; l++) {
      sizes[l] = topology.units(l);
    }
    return sizes;
  }
}
