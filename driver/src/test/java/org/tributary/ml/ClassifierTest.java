package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.driver.run.RunListener;

class ClassifierTest {
  private static MultilayerPerceptronClassifier xor() {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {2, 5, 2})
        .setSeed(123)
        .setMaxIter(100);
  }

  @Test
  void everyParameterOfSparksClassHasItsNameAndDefault() {
    var sparks = new org.apache.spark.ml.classification.MultilayerPerceptronClassifier();
    MultilayerPerceptronClassifier own = new MultilayerPerceptronClassifier();
    for (Param<?> param : sparks.params()) {
      assertThat(own.hasParam(param.name())).as(param.name()).isTrue();
      Param<Object> ours = own.getParam(param.name());
      assertThat(ours.getClass()).as(param.name()).isEqualTo(param.getClass());
      assertThat(own.getDefault(ours).isDefined())
          .as(param.name())
          .isEqualTo(sparks.getDefault(param).isDefined());
      if (own.getDefault(ours).isDefined()) {
        assertThat(own.getDefault(ours).get())
            .as(param.name())
            .isEqualTo(sparks.getDefault(param).get());
      }
    }
  }

  @Test
  void valuesOutOfTheirRangesAreRefusedAsBySparksClass() {
    MultilayerPerceptronClassifier own = new MultilayerPerceptronClassifier();
    assertThatThrownBy(() -> own.setLayers(new int[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers");
    assertThatThrownBy(() -> own.setLayers(new int[] {3, 0, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> own.setMaxIter(-1)).hasMessageContaining("maxIter");
    assertThatThrownBy(() -> own.setTol(-1)).hasMessageContaining("tol");
    assertThatThrownBy(() -> own.setBlockSize(0)).hasMessageContaining("blockSize");
    assertThatThrownBy(() -> own.setStepSize(0)).hasMessageContaining("stepSize");
    assertThatThrownBy(() -> own.setSolver("sgd"))
        .hasMessageContaining("parameter solver given invalid value sgd");
    assertThatThrownBy(() -> own.setRegParam(-1)).hasMessageContaining("regParam");
    assertThatThrownBy(() -> own.setHiddenActivation("step"))
        .hasMessageContaining("hiddenActivation");
    assertThatThrownBy(() -> own.setFeaturesCols(new String[] {"a", "a"}))
        .hasMessageContaining("featuresCols");
    assertThat(own.setSolver("adam").getSolver()).isEqualTo("adam");
    assertThat(own.explainParams()).contains("hiddenActivation", "local-sgd", "blockSize");
  }

  @Test
  void exclusiveOrIsLearned() {
    MultilayerPerceptronClassificationModel model = xor().fit(TestRows.xor());
    Dataset<Row> predicted = model.transform(TestRows.xor());
    for (Row row : predicted.collectAsList()) {
      assertThat(row.<Double>getAs("prediction")).isEqualTo(row.<Double>getAs("label"));
      Vector features = row.getAs("features");
      assertThat(model.predict(features)).isEqualTo(row.<Double>getAs("prediction"));
      assertThat(model.predictRaw(features)).isEqualTo(row.getAs("rawPrediction"));
      assertThat(model.predictProbability(features)).isEqualTo(row.getAs("probability"));
    }
    assertThat(model.getLayers()).containsExactly(2, 5, 2);
    assertThat(model.numFeatures()).isEqualTo(2);
    assertThat(model.numClasses()).isEqualTo(2);
    assertThat(model.weights().size()).isEqualTo(3 * 5 + 6 * 2);
    assertThat(model.labels()).containsExactly("0", "1");
    assertThat(model.hasSummary()).isTrue();
    assertThat(model.summary().accuracy()).isEqualTo(1);
    assertThat(model.summary().objectiveHistory()).hasSize(model.summary().totalIterations());
    assertThat(model.summary().validationHistory()).isEmpty();
    assertThat(model.evaluate(TestRows.xor()).labels()).containsExactly(0, 1);
    assertThat(model.estimatedSize()).isPositive();
    assertThat(model.toString()).contains("numLayers=3", "numClasses=2", "numFeatures=2");
  }

  @Test
  void weightsAreThoseOfSparksClass() {
    MultilayerPerceptronClassificationModel model =
        xor().setPrecision("float64").fit(TestRows.xor());
    var sparks =
        new org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel(
            "sparks", model.weights());
    sparks.set(sparks.layers(), new int[] {2, 5, 2});
    Vector row = Vectors.dense(0.25, 0.75);
    // The sums of a product in another order.
    assertThat(difference(model.predictRaw(row), sparks.predictRaw(row))).isLessThan(1e-12);
    assertThat(difference(model.predictProbability(row), sparks.predictProbability(row)))
        .isLessThan(1e-12);
  }

  private static double difference(Vector a, Vector b) {
    return Math.sqrt(Vectors.sqdist(a, b));
  }

  @Test
  void sameInitialWeightsGiveTheSameWeights() {
    Vector initial = xor().setMaxIter(1).fit(TestRows.xor()).weights();
    Vector once = xor().setInitialWeights(initial).fit(TestRows.xor()).weights();
    Vector again = xor().setInitialWeights(initial).fit(TestRows.xor()).weights();
    assertThat(again).isEqualTo(once);
    assertThat(once).isNotEqualTo(initial);
  }

  @Test
  void initialWeightsOfAnotherNetworkAreRefused() {
    MultilayerPerceptronClassifier other = xor().setInitialWeights(Vectors.dense(1, 2, 3));
    assertThatThrownBy(() -> other.fit(TestRows.xor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot begin with initialWeights: they are 3 numbers (expected 27 for the layers"
                + " 2-5-2)");
  }

  @Test
  void thresholdsDecideOnPredictions() {
    MultilayerPerceptronClassificationModel model = xor().setMaxIter(1).fit(TestRows.xor());
    for (double[] thresholds : new double[][] {{1, 1e-6}, {1e-6, 1}}) {
      Dataset<Row> all = model.setThresholds(thresholds).transform(TestRows.xor());
      assertThat(all.select("prediction").distinct().collectAsList())
          .containsExactly(RowFactory.create(thresholds[0] == 1 ? 1.0 : 0.0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tinyint", "smallint", "int", "bigint", "float", "decimal(10,0)"})
  void labelsMayBeNumbersOfAnyType(String type) {
    Dataset<Row> rows = TestRows.xor().selectExpr("features", "cast(label as " + type + ") label");
    assertThat(xor().setMaxIter(3).fit(rows).weights())
        .isEqualTo(xor().setMaxIter(3).fit(TestRows.xor()).weights());
  }

  @Test
  void classWithoutRowsIsPredictedBySomeProbability() {
    MultilayerPerceptronClassificationModel model =
        xor().setLayers(new int[] {2, 5, 4}).fit(TestRows.xor());
    assertThat(model.numClasses()).isEqualTo(4);
    assertThat(model.predictProbability(Vectors.dense(0, 1)).size()).isEqualTo(4);
  }

  @Test
  void copyHasTheSameParametersAndNetwork() {
    MultilayerPerceptronClassifier estimator = xor().setHiddenActivation("tanh");
    MultilayerPerceptronClassifier copy = estimator.copy(ParamMap.empty());
    assertThat(copy.uid()).isEqualTo(estimator.uid());
    assertThat(TestRows.values(copy)).isEqualTo(TestRows.values(estimator));
    MultilayerPerceptronClassificationModel model = estimator.fit(TestRows.xor());
    MultilayerPerceptronClassificationModel other =
        model.copy(new ParamMap().put(model.predictionCol(), "guess"));
    assertThat(other.getPredictionCol()).isEqualTo("guess");
    assertThat(other.weights()).isEqualTo(model.weights());
    assertThat(other.parent()).isEqualTo(estimator);
    assertThat(other.hasSummary()).isTrue();
    assertThat(other.getHiddenActivation()).isEqualTo("tanh");
    assertThat(other.tributaryModel().topology().hidden().get(0).activation())
        .isEqualTo(Activation.TANH);
  }

  @Test
  void serializedEstimatorTrainsAsBefore() throws Exception {
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(new int[] {2, 3, 2}).setMaxIter(3);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(estimator.addListener(new RunListener() {}));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      MultilayerPerceptronClassifier read = (MultilayerPerceptronClassifier) in.readObject();
      assertThat(read.addListener(new RunListener() {}).fit(TestRows.xor()).weights())
          .isEqualTo(estimator.fit(TestRows.xor()).weights());
    }
  }

  @Test
  void layersAreRequiredUnlessHiddenLayersAreSet() {
    assertThatThrownBy(() -> new MultilayerPerceptronClassifier().fit(TestRows.xor()))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("layers");
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassifier()
            .setHiddenLayers(new int[] {4, 3})
            .setMaxIter(5)
            .fit(TestRows.xor());
    assertThat(model.getLayers()).containsExactly(2, 4, 3, 2);
  }

  @Test
  void threeClassesAreToldApartAsByLogisticRegression() {
    Dataset<Row> rows = TestRows.threeClasses(300).cache();
    var logistic = new org.apache.spark.ml.classification.LogisticRegression();
    logistic.setFamily("multinomial").setMaxIter(50);
    double expected = logistic.fit(rows).summary().accuracy();
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {4, 5, 4, 3})
            .setSeed(11)
            .setMaxIter(60)
            .fit(rows);
    assertThat(model.numClasses()).isEqualTo(3);
    // The network can bend its boundaries towards these rows, and so is better on them, if it
    // converged.
    assertThat(model.summary().accuracy()).isGreaterThan(expected - 0.02);
    Vector p = model.predictProbability(Vectors.dense(2, 0, 0, 0));
    assertThat(p.apply(0) + p.apply(1) + p.apply(2)).isCloseTo(1, within(1e-12));
    assertThat(List.of(p.argmax())).containsExactly(0);
  }
}
