package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Rows of a short last block: Spark's class gives them a higher weight, Tributary's does not. */
class RowWeightingTest {
  private static final int BLOCK = 128;

  /** Half of the difference of the shares of both classes, the mean of (target - 1/2). */
  private static final double MEAN = (BLOCK - 1.0) / (BLOCK + 1.0) / 2;

  /** Returns 128 rows of class 0 and one of class 1, with the feature 1, in one partition. */
  private static Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i <= BLOCK; i++) {
      rows.add(RowFactory.create(Vectors.dense(1), i < BLOCK ? 0.0 : 1.0));
    }
    return TestRows.of(TestRows.SCHEMA, rows).coalesce(1);
  }

  /** Returns the weights after a step of length 1 from 0, which are the negative gradient. */
  private static double[] afterAStep(
      org.apache.spark.ml.classification.MultilayerPerceptronClassifier estimator, int block) {
    return estimator
        .setLayers(new int[] {1, 2})
        .setInitialWeights(Vectors.zeros(4))
        .setSolver("gd")
        .setStepSize(1)
        .setMaxIter(1)
        .setBlockSize(block)
        .fit(rows())
        .weights()
        .toArray();
  }

  @Test
  void gradientIsThePlainMeanForAnySizeOfBlocks() {
    for (int block : new int[] {1, BLOCK, BLOCK + 1, 1000}) {
      double[] weights =
          afterAStep(new MultilayerPerceptronClassifier().setPrecision("float64"), block);
      // Sums of 129 numbers of one magnitude.
      assertThat(weights).containsExactly(new double[] {MEAN, -MEAN, MEAN, -MEAN}, within(1e-14));
    }
  }

  @Test
  void rowsOfAShortLastBlockWeighMoreInSparksClass() {
    double[] whole =
        afterAStep(
            new org.apache.spark.ml.classification.MultilayerPerceptronClassifier(), BLOCK + 1);
    assertThat(whole).containsExactly(new double[] {MEAN, -MEAN, MEAN, -MEAN}, within(1e-14));
    double[] divided =
        afterAStep(new org.apache.spark.ml.classification.MultilayerPerceptronClassifier(), BLOCK);
    // The block of one row cancels that of 128.
    assertThat(divided).containsExactly(new double[4], within(1e-14));
  }
}
