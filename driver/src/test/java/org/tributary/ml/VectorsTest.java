package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors, dense and sparse, from a fit to predictions. */
class VectorsTest {

  /** Returns rows of two classes with a few numbers that are not 0; every second one sparse. */
  private static Dataset<Row> rows(int width, boolean mixed) {
    Random random = new Random(4);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] x = new double[width];
      x[i % 2] = 1 + random.nextInt(3);
      x[2 + random.nextInt(width - 2)] = random.nextGaussian();
      Vector dense = Vectors.dense(x);
      rows.add(RowFactory.create(mixed && i % 4 < 2 ? dense.toSparse() : dense, (double) (i % 2)));
    }
    return TestRows.of(TestRows.SCHEMA, rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 1200})
  void sparseVectorsAreTheSameAsDenseOnes(int width) {
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(new int[] {width, 3, 2}).setMaxIter(5);
    MultilayerPerceptronClassificationModel dense = estimator.fit(rows(width, false));
    MultilayerPerceptronClassificationModel mixed = estimator.fit(rows(width, true));
    assertThat(mixed.weights()).isEqualTo(dense.weights());
    for (Row row : rows(width, true).collectAsList()) {
      Vector features = row.getAs("features");
      double[] a = dense.predictProbability(features).toArray();
      double[] b = dense.predictProbability(Vectors.dense(features.toArray())).toArray();
      // Sums with and without zeros, in another order.
      assertThat(a).containsExactly(b, within(1e-12));
    }
  }

  @Test
  void sparseVectorsThatAreNotFiniteAreRefusedInSparksWords() {
    Dataset<Row> rows =
        rows(5, true)
            .union(
                TestRows.of(
                    TestRows.SCHEMA,
                    List.of(
                        RowFactory.create(
                            Vectors.sparse(5, new int[] {3}, new double[] {1 / 0.0}), 1.0))));
    assertThatThrownBy(
            () -> new MultilayerPerceptronClassifier().setLayers(new int[] {5, 2}).fit(rows))
        .satisfies(
            e ->
                assertThat(Stream.iterate(e, t -> t != null, Throwable::getCause))
                    .anySatisfy(
                        t ->
                            assertThat(t.getMessage())
                                .contains("Vector values MUST NOT be NaN or Infinity")));
  }

  @Test
  void probabilitiesAreTheSharesOfTheClasses() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double x = i % 2;
      rows.add(RowFactory.create(Vectors.dense(x), i / 2 < (x == 0 ? 75 : 40) ? 0.0 : 1.0));
    }
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {1, 3, 2})
            .setTol(1e-9)
            .fit(TestRows.of(TestRows.SCHEMA, rows));
    // The loss is flat where the probabilities are the shares.
    assertThat(model.predictProbability(Vectors.dense(0)).apply(0)).isCloseTo(0.75, within(0.01));
    assertThat(model.predictProbability(Vectors.dense(1)).apply(0)).isCloseTo(0.4, within(0.01));
  }

  @Test
  void schemaHasTheColumnsOfPredictions() {
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.DoubleType)
            .add("color", DataTypes.StringType);
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setPredictionCol("guess");
    assertThat(estimator.transformSchema(schema).fieldNames())
        .containsExactlyInAnyOrder(
            "features", "label", "color", "rawPrediction", "probability", "guess");
    assertThatThrownBy(() -> estimator.setFeaturesCol("color").transformSchema(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("color");
    MultilayerPerceptronClassifier byColumns =
        new MultilayerPerceptronClassifier().setFeaturesCols(new String[] {"color"});
    assertThat(byColumns.transformSchema(schema).fieldNames())
        .containsExactlyInAnyOrder(
            "features", "label", "color", "rawPrediction", "probability", "prediction");
    assertThat(new MultilayerPerceptronRegressor().transformSchema(schema).fieldNames())
        .containsExactlyInAnyOrder("features", "label", "color", "prediction");
  }
}
