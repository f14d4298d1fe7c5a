package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.LocalSpark;

/** What is refused, and in which words. */
class ClassifierInputTest {
  private static final StructType WEIGHTED =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("w", DataTypes.DoubleType)
          .add("v", DataTypes.BooleanType);

  private static MultilayerPerceptronClassifier estimator() {
    return new MultilayerPerceptronClassifier().setLayers(new int[] {2, 3, 2}).setMaxIter(2);
  }

  private static Dataset<Row> with(Object features, Object label, Object weight, Object flag) {
    return TestRows.of(
        WEIGHTED,
        List.of(
            RowFactory.create(Vectors.dense(0, 1), 0.0, 1.0, false),
            RowFactory.create(Vectors.dense(1, 1), 1.0, 1.0, false),
            RowFactory.create(features, label, weight, flag)));
  }

  private static Dataset<Row> withLabel(Object label) {
    return with(Vectors.dense(1, 0), label, 1.0, true);
  }

  private static void assertRefused(ThrowingCallable work, String words) {
    assertThatThrownBy(work)
        .satisfies(
            e ->
                assertThat(Stream.iterate(e, t -> t != null, Throwable::getCause))
                    .anySatisfy(t -> assertThat(t.getMessage()).contains(words)));
  }

  private static void assertRefusedAsBySpark(
      MultilayerPerceptronClassifier own, Dataset<Row> rows, String words) {
    var sparks = new org.apache.spark.ml.classification.MultilayerPerceptronClassifier();
    sparks.setLayers(own.getLayers()).setMaxIter(1);
    assertRefused(() -> sparks.fit(rows), words);
    assertRefused(() -> own.fit(rows), words);
  }

  @ParameterizedTest
  @CsvSource({"2, 'Labels MUST be in {0, 1}'", "0.5, 'Labels MUST be'", "-1, 'Labels MUST be'"})
  void wrongLabelsAreRefusedInSparksWords(double label, String words) {
    assertRefusedAsBySpark(estimator(), withLabel(label), words);
  }

  @Test
  void missingLabelsAreRefusedInSparksWords() {
    assertRefusedAsBySpark(estimator(), withLabel(null), "Labels MUST NOT be Null or NaN");
    assertRefusedAsBySpark(estimator(), withLabel(Double.NaN), "Labels MUST NOT be Null or NaN");
  }

  @Test
  void labelsOfMoreClassesThanOutputsAreRefusedInSparksWords() {
    assertRefusedAsBySpark(
        estimator().setLayers(new int[] {2, 3}), withLabel(3.0), "Labels MUST be in [0, 3)");
  }

  @Test
  void vectorsThatAreNotFiniteAreRefusedInSparksWords() {
    assertRefusedAsBySpark(
        estimator(),
        with(Vectors.dense(1, Double.NaN), 1.0, 1.0, true),
        "Vector values MUST NOT be NaN or Infinity");
    assertRefusedAsBySpark(estimator(), with(null, 1.0, 1.0, true), "Vectors MUST NOT be Null");
  }

  @Test
  void weightsAndIndicatorsAreChecked() {
    assertRefused(
        () -> estimator().setWeightCol("w").fit(with(Vectors.dense(1, 0), 1.0, -1.0, true)),
        "Weights MUST NOT be Negative or Infinity");
    assertRefused(
        () -> estimator().setWeightCol("w").fit(with(Vectors.dense(1, 0), 1.0, null, true)),
        "Weights MUST NOT be Null or NaN");
    assertRefused(
        () ->
            estimator()
                .setValidationIndicatorCol("v")
                .fit(with(Vectors.dense(1, 0), 1.0, 1.0, null)),
        "Validation indicators MUST NOT be Null");
    assertRefused(
        () -> estimator().setValidationIndicatorCol("w").fit(withLabel(1.0)), "must be of type");
    assertRefused(
        () -> estimator().setWeightCol("label").fit(withLabel(1.0)), "label has two parts");
    assertRefused(() -> estimator().setWeightCol("none").fit(withLabel(1.0)), "none");
  }

  @Test
  void rowsToValidateWithAreRequiredAndNothingStaysCached() {
    Set<Object> before = cached();
    assertThatThrownBy(
            () ->
                estimator()
                    .setValidationIndicatorCol("v")
                    .fit(TestRows.xor().withColumn("v", functions.lit(false))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use the set of rows where validationIndicatorCol v is true: it has no rows");
    assertThat(cached()).isEqualTo(before);
    estimator().fit(TestRows.xor());
    assertThat(cached()).isEqualTo(before);
  }

  private static Set<Object> cached() {
    return Set.copyOf(LocalSpark.context().getPersistentRDDs().keySet());
  }

  @Test
  void vectorsOfAnotherSizeThanTheLayersAreRefusedUnlikeBySparksClass() {
    var sparks = new org.apache.spark.ml.classification.MultilayerPerceptronClassifier();
    sparks.setLayers(new int[] {2, 3}).setMaxIter(1);
    Dataset<Row> wide = TestRows.threeClasses(30).repartition(1);
    assertThat(sparks.fit(wide).weights().size()).isEqualTo(9);
    assertThatThrownBy(() -> estimator().setLayers(new int[] {2, 3}).fit(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid layers: [2, 3] (expected them to begin with 4, the size of the vectors in"
                + " column features)");
    assertThatThrownBy(() -> estimator().fit(with(Vectors.dense(1, 2, 3), 1.0, 1.0, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column features holds 3 numbers (expected 2)");
  }

  @Test
  void datasetWithoutRowsOrWithOneClassIsRefused() {
    assertThatThrownBy(() -> estimator().fit(TestRows.xor().limit(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot fit to the DataFrame: it has no rows (expected one or more)");
    assertThatThrownBy(() -> estimator().fit(TestRows.xor().filter("label = 1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every row is of class 1 (expected 2 classes or more)");
  }

  @Test
  void parametersThatDoNotGoTogetherAreNamed() {
    assertThatThrownBy(() -> estimator().setDropout(0.5).fit(TestRows.xor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout")
        .hasMessageContaining("solver")
        .hasMessageNotContaining("train.dropout");
    assertThatThrownBy(() -> estimator().setBatchSize(10).fit(TestRows.xor()))
        .hasMessage(
            "Invalid batchSize: 10 (expected none with solver l-bfgs, which takes all rows; set"
                + " solver to adam, adamw, local-sgd or gd)");
    assertThatThrownBy(() -> estimator().setPatience(3).fit(TestRows.xor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patience")
        .hasMessageContaining("validationIndicatorCol");
    assertThatThrownBy(() -> estimator().setMaxIter(0).fit(TestRows.xor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxIter: 0");
    assertThatThrownBy(() -> estimator().setHiddenLayers(new int[] {4}).fit(TestRows.xor()))
        .hasMessageStartingWith("Invalid hiddenLayers: [4] (expected none with layers");
    assertThatThrownBy(
            () -> estimator().setFeaturesCols(new String[] {"features"}).fit(TestRows.xor()))
        .hasMessageStartingWith("Invalid layers: [2, 3, 2] (expected none with featuresCols");
  }

  @Test
  void columnsOfOtherTypesAreRefusedAsBySpark() {
    assertRefusedAsBySpark(
        estimator(), TestRows.xor().selectExpr("label features", "label"), "features");
    assertRefusedAsBySpark(
        estimator(), TestRows.xor().selectExpr("features", "string(label) label"), "label");
    assertRefusedAsBySpark(estimator(), TestRows.xor().select("features"), "label");
  }
}
