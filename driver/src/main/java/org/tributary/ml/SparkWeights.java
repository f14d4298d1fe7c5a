package org.tributary.ml;

import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * The parameters of a network in the order of Spark's classes: for each layer first the weights,
 * s_(l+1) x s_l by columns, then the biases.
 */
final class SparkWeights {
  private SparkWeights() {}

  /** Returns unrolled parameters in the order of Spark. */
  static DenseVector of(ParameterLayout layout, double[] theta) {
    double[] weights = new double[theta.length];
    walk(layout, (own, sparks) -> weights[sparks] = theta[own]);
    return new DenseVector(weights);
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
    double[] theta = new double[from.length];
    walk(layout, (own, sparks) -> theta[own] = from[sparks]);
    return theta;
  }

  /** Returns the sizes of all layers, from the inputs to the outputs. */
  static int[] sizes(Topology topology) {
    int[] sizes = new int[topology.weightLayers() + 1];
    for (int l = 0; l < sizes.length; l++) {
      sizes[l] = topology.units(l);
    }
    return sizes;
  }

  /** The places of the same parameter in both orders. */
  @FunctionalInterface
  private interface Places {
    void at(int own, int sparks);
  }

  private static void walk(ParameterLayout layout, Places places) {
    for (int l = 0; l < layout.layers(); l++) {
      int out = layout.rows(l);
      int in = layout.columns(l) - 1;
      int begin = layout.offset(l);
      for (int i = 0; i < out; i++) {
        int row = begin + i * (in + 1);
        for (int j = 0; j < in; j++) {
          places.at(row + 1 + j, begin + j * out + i);
        }
        places.at(row, begin + in * out + i);
      }
    }
  }
}
