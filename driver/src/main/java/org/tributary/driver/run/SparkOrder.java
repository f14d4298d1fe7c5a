package org.tributary.driver.run;

import org.tributary.core.network.ParameterLayout;

/**
 * The order of the parameters of a network in Spark's MultilayerPerceptronClassifier: for each
 * layer first the weights, s_(l+1) x s_l by columns, then the biases.
 */
public final class SparkOrder {
  private SparkOrder() {}

  /**
   * Returns unrolled parameters in the order of Spark.
   *
   * @param theta as many numbers as the layout has
   */
  public static double[] of(ParameterLayout layout, double[] theta) {
    double[] weights = new double[theta.length];
    walk(layout, (own, sparks) -> weights[sparks] = theta[own]);
    return weights;
  }

  /**
   * Returns parameters in the order of Spark unrolled.
   *
   * @param weights as many numbers as the layout has
   */
  public static double[] theta(ParameterLayout layout, double[] weights) {
    double[] theta = new double[weights.length];
    walk(layout, (own, sparks) -> theta[own] = weights[sparks]);
    return theta;
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
