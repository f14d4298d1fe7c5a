package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.store.ModelStore;

class RegressorTest {
  @TempDir private Path directory;

  /** y = 100 + 10 a - 5 b, for rows of features and label. */
  private static Dataset<Row> plane() {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      rows.add(RowFactory.create(Vectors.dense(a, b), 100 + 10 * a - 5 * b));
    }
    return TestRows.of(TestRows.SCHEMA, rows);
  }

  private static MultilayerPerceptronRegressor estimator() {
    return new MultilayerPerceptronRegressor()
        .setHiddenLayers(new int[] {6})
        .setHiddenActivation("tanh")
        .setSolver("l-bfgs")
        .setMaxIter(100);
  }

  @Test
  void numbersArePredictedInTheUnitsOfTheLabels() {
    MultilayerPerceptronRegressionModel model = estimator().fit(plane());
    assertThat(model.getLayers()).containsExactly(2, 6, 1);
    assertThat(model.numFeatures()).isEqualTo(2);
    assertThat(model.weights().size()).isEqualTo(3 * 6 + 7);
    assertThat(model.summary().r2()).isGreaterThan(0.99);
    assertThat(model.evaluate(plane()).rootMeanSquaredError())
        .isEqualTo(model.summary().rootMeanSquaredError());
    // Within the range of the data the network is close to the plane.
    assertThat(model.predict(Vectors.dense(1, 1))).isCloseTo(105, within(1.0));
    Row row = model.transform(plane()).head();
    assertThat(row.<Double>getAs("prediction"))
        .isEqualTo(model.predict(row.<Vector>getAs("features")));
    double[] history = model.summary().objectiveHistory();
    assertThat(history[history.length - 1]).isLessThan(history[0]);
    assertThat(model.summary().totalIterations()).isEqualTo(history.length);
    assertThat(model.summary().meanAbsoluteError())
        .isLessThan(model.summary().rootMeanSquaredError());
  }

  @Test
  void presetOfAJobDecidesWhatIsNotSet() {
    MultilayerPerceptronRegressionModel model =
        new MultilayerPerceptronRegressor().setMaxIter(1).setPreset("table").fit(plane());
    assertThat(model.tributaryModel().topology().hidden())
        .extracting(HiddenLayer::units)
        .containsExactly(256, 256);
    // The validation rows of the preset are trained on again.
    assertThat(model.summary().validationHistory()).isEmpty();
    assertThat(model.tributaryModel().provenance().data().trainingRows())
        .isEqualTo(plane().count());
    assertThatThrownBy(() -> new MultilayerPerceptronRegressor().setPreset("spark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preset");
  }

  @Test
  void columnsOfAnyTypeAreFeatures() {
    Dataset<Row> table =
        LocalSpark.session()
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(TestCsv.write(directory))
            .selectExpr("size", "shape", "if(kind = 'red', 3, 7) price");
    MultilayerPerceptronRegressionModel model =
        estimator().setFeaturesCols(new String[] {"size", "shape"}).setLabelCol("price").fit(table);
    Dataset<Row> predicted = model.transform(table);
    assertThat(predicted.columns()).containsExactly("size", "shape", "price", "prediction");
    assertThat(predicted.filter("shape is not null and abs(prediction - price) > 0.5").count())
        .isZero();
  }

  @Test
  void modelIsSavedAndReadBack() throws IOException {
    MultilayerPerceptronRegressor estimator = estimator().setMaxIter(5).setWeightCol("w");
    Dataset<Row> rows = plane().selectExpr("*", "1 w");
    estimator.save(directory.resolve("estimator").toString());
    MultilayerPerceptronRegressor same =
        MultilayerPerceptronRegressor.load(directory.resolve("estimator").toString());
    assertThat(TestRows.values(same)).isEqualTo(TestRows.values(estimator));
    MultilayerPerceptronRegressionModel model = same.fit(rows);
    String path = directory.resolve("model").toString();
    model.write().save(path);
    MultilayerPerceptronRegressionModel read = MultilayerPerceptronRegressionModel.load(path);
    assertThat(read.uid()).isEqualTo(estimator.uid());
    assertThat(TestRows.values(read)).isEqualTo(TestRows.values(model));
    assertThat(read.predict(Vectors.dense(1, 2))).isEqualTo(model.predict(Vectors.dense(1, 2)));
    assertThat(read.hasSummary()).isFalse();
    assertThat(ModelStore.load(path, new Configuration())).isEqualTo(model.tributaryModel());
    assertThatThrownBy(() -> MultilayerPerceptronClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is a org.tributary.ml.MultilayerPerceptronRegressionModel");
  }

  @Test
  void lossesAreChosenByName() {
    Dataset<Row> counts = plane().selectExpr("features", "floor(label / 20) label");
    for (String loss : RegressionParams.LOSSES.keySet()) {
      MultilayerPerceptronRegressionModel model =
          estimator().setLoss(loss).setMaxIter(20).fit(counts);
      assertThat(TrainingParams.name(model.tributaryModel().topology().outputLoss()))
          .isEqualTo(RegressionParams.LOSSES.get(loss));
      assertThat(model.summary().r2()).as(loss).isGreaterThan(0.5);
    }
  }

  @Test
  void sameInitialWeightsGiveTheSameWeights() {
    Vector initial = estimator().setMaxIter(1).fit(plane()).weights();
    Vector once = estimator().setInitialWeights(initial).setMaxIter(5).fit(plane()).weights();
    Vector again = estimator().setInitialWeights(initial).setMaxIter(5).fit(plane()).weights();
    assertThat(again).isEqualTo(once).isNotEqualTo(initial);
  }

  @Test
  void wrongInputIsRefused() {
    assertThatThrownBy(() -> estimator().fit(plane().selectExpr("features", "double('NaN') label")))
        .hasMessageContaining("Labels MUST NOT be Null or NaN");
    MultilayerPerceptronRegressor two =
        new MultilayerPerceptronRegressor().setLayers(new int[] {2, 2});
    assertThatThrownBy(() -> two.fit(plane()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid layers: [2, 2] (expected them to end with 1, the number that is predicted)");
    assertThatThrownBy(() -> estimator().setLoss("hinge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss");
  }
}
