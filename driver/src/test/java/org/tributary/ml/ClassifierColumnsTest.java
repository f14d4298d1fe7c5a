package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.train.EpochEnd;

/** Several feature columns, and the parameters that Spark's class does not have. */
class ClassifierColumnsTest {
  @TempDir private Path directory;

  private Dataset<Row> table() {
    return LocalSpark.session()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(TestCsv.write(directory))
        .selectExpr("*", "if(kind = 'red', 1.0, 0.0) label", "size > 2 and size is not null big");
  }

  private static MultilayerPerceptronClassifier estimator() {
    return new MultilayerPerceptronClassifier()
        .setFeaturesCols(new String[] {"size", "shape"})
        .setHiddenLayers(new int[] {8});
  }

  @Test
  void stringsAndMissingValuesAreFeatures() throws Exception {
    MultilayerPerceptronClassificationModel model = estimator().setMaxIter(50).fit(table());
    assertThat(model.tributaryModel().topology().inputs()).isGreaterThan(2);
    Dataset<Row> predicted = model.transform(table());
    assertThat(predicted.columns())
        .containsExactly(
            "size", "shape", "kind", "label", "big", "rawPrediction", "probability", "prediction");
    assertThat(predicted.filter("shape is not null and prediction != label").count()).isZero();
    assertThat(model.summary().accuracy()).isGreaterThan(0.9);
    model.write().save(directory.resolve("model").toString());
    assertThat(
            MultilayerPerceptronClassificationModel.load(directory.resolve("model").toString())
                .transform(table())
                .collectAsList())
        .isEqualTo(predicted.collectAsList());
    assertThatThrownBy(() -> model.transform(table().drop("shape"))).hasMessageContaining("shape");
    assertThatThrownBy(() -> estimator().fit(table().drop("shape"))).hasMessageContaining("shape");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map('a', 1.0)",
        "struct(1 a, 2 b)",
        "array('a', 'b')",
        "array(array(1.0))",
        "cast('a' as binary)",
        "interval 1 day",
        "parse_json('{}')"
      })
  void columnThatCannotBeAFeatureIsRefusedByTheSchema(String value) {
    Dataset<Row> rows =
        LocalSpark.session()
            .sql("select id size, %s odd, id %% 2 label from range(4)".formatted(value));
    MultilayerPerceptronClassifier estimator =
        estimator().setFeaturesCols(new String[] {"size", "odd"});
    String type = rows.schema().apply("odd").dataType().simpleString();
    assertThatThrownBy(() -> estimator.transformSchema(rows.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid featuresCols: column odd is of type " + type + " (")
        .message()
        .hasLineCount(1);
    assertThatThrownBy(() -> estimator.fit(rows))
        .hasMessageStartingWith("Invalid featuresCols: column odd is of type " + type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array(1, 2)",
        "array(true)",
        "date '2020-01-01'",
        "timestamp_ntz '2020-01-01 00:00:00'",
        "cast(1 as decimal(5, 2))",
        "null",
        "named_struct('type', 1Y, 'size', 2, 'indices', array(1), 'values', array(1.0D))"
      })
  void columnThatCanBeAFeatureIsAccepted(String value) {
    StructType schema =
        LocalSpark.session()
            .sql("select 1.0 label, %s size".formatted(value))
            .schema()
            .add("shape", SQLDataTypes.VectorType());
    assertThat(estimator().transformSchema(schema).fieldNames()).contains("prediction");
  }

  @Test
  void pipelineTakesColumnsOfAnyType() throws Exception {
    Dataset<Row> training = table().select("size", "shape", "kind");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new SQLTransformer()
                      .setStatement("SELECT *, if(kind = 'red', 1, 0) label FROM __THIS__"),
                  estimator().setMaxIter(20)
                });
    PipelineModel model = pipeline.fit(training);
    String path = directory.resolve("pipeline").toString();
    model.write().overwrite().save(path);
    assertThat(PipelineModel.load(path).transform(training).collectAsList())
        .isEqualTo(model.transform(training).collectAsList());
  }

  @Test
  void presetOfTablesDecidesWhatIsNotSet() {
    MultilayerPerceptronClassifier plain =
        new MultilayerPerceptronClassifier()
            .setFeaturesCols(new String[] {"size", "shape"})
            .setMaxIter(1);
    plain.setPreset("table");
    assertThat(plain.fit(table()).tributaryModel().topology().hidden())
        .extracting(HiddenLayer::units)
        .containsExactly(256, 256);
  }

  @Test
  void validationStopsTrainingAndKeepsTheBestWeights() {
    int[] epochs = {0};
    MultilayerPerceptronClassifier estimator =
        estimator()
            .setValidationIndicatorCol("big")
            .setPatience(2)
            .setSolver("adam")
            .setStepSize(0.5)
            .setBatchSize(4)
            .setMaxIter(200)
            .addListener(
                new RunListener() {
                  @Override
                  public void epochEnded(
                      EpochEnd end,
                      java.util.function.Supplier<org.tributary.driver.train.TrainingState> state) {
                    epochs[0] = end.epoch();
                  }
                });
    MultilayerPerceptronClassificationModel model = estimator.fit(table());
    double[] validation = model.summary().validationHistory();
    assertThat(validation).hasSize(model.summary().totalIterations()).hasSizeLessThan(200);
    assertThat(epochs[0]).isEqualTo(validation.length);
    assertThat(model.summary().predictions().filter("big").count()).isZero();
  }

  @Test
  void regularizationIsThatOfTheMeanLoss() {
    Dataset<Row> once = TestRows.threeClasses(60);
    Dataset<Row> twice = once.union(once);
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {4, 3})
            .setRegParam(0.1)
            .setTol(1e-9)
            .setPrecision("float64");
    double[] a = estimator.fit(once).weights().toArray();
    double[] b = estimator.fit(twice).weights().toArray();
    for (int i = 0; i < a.length; i++) {
      // Both converge to the same minimum, until L-BFGS finds no lower value.
      assertThat(a[i]).isCloseTo(b[i], org.assertj.core.api.Assertions.within(1e-5));
    }
    double[] sparse = estimator.setElasticNetParam(1).fit(once).weights().toArray();
    assertThat(sparse).contains(0.0);
    assertThat(a).doesNotContain(0.0);
  }

  @Test
  void weightsCountAsRepeatedRows() {
    Dataset<Row> once = TestRows.threeClasses(60);
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {4, 3})
            .setRegParam(0.1)
            .setPrecision("float64");
    double[] repeated = estimator.fit(once.union(once.filter("label = 2"))).weights().toArray();
    double[] weighted =
        estimator
            .setWeightCol("w")
            .fit(once.selectExpr("*", "if(label = 2, 2, 1) w"))
            .weights()
            .toArray();
    for (int i = 0; i < weighted.length; i++) {
      // Both converge to the same minimum.
      assertThat(weighted[i]).isCloseTo(repeated[i], org.assertj.core.api.Assertions.within(1e-4));
    }
  }

  @Test
  void everySolverTrains() {
    Dataset<Row> rows = TestRows.threeClasses(90);
    for (String solver : TrainingParams.SOLVERS) {
      MultilayerPerceptronClassifier estimator =
          new MultilayerPerceptronClassifier()
              .setLayers(new int[] {4, 6, 3})
              .setHiddenActivation("relu")
              .setStandardization(true)
              .setSolver(solver)
              .setMaxIter(20);
      if (solver.equals("adamw")) {
        estimator.setNumShards(2).setBatchSize(8).setDropout(0.1).setLabelSmoothing(0.05);
      }
      if (solver.equals("gd")) {
        estimator.setStepSize(0.5).setAggregationDepth(2);
      }
      double[] history = estimator.fit(rows).summary().objectiveHistory();
      assertThat(history[history.length - 1]).as(solver).isLessThan(history[0]);
    }
  }

  @Test
  void warmStartNeedsAModelOfTheSameShape() throws Exception {
    Dataset<Row> rows = TestRows.threeClasses(60);
    String saved = directory.resolve("saved").toString();
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(new int[] {4, 5, 3}).setMaxIter(10);
    MultilayerPerceptronClassificationModel first = estimator.fit(rows);
    first.write().save(saved);
    MultilayerPerceptronClassifier on = estimator.setInitialModel(saved);
    double[] history = first.summary().objectiveHistory();
    assertThat(on.fit(rows).summary().objectiveHistory()[0])
        .isLessThanOrEqualTo(history[history.length - 1]);
    assertThatThrownBy(() -> on.copy(on.extractParamMap()).setHiddenActivation("tanh").fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot begin with initialModel %s: it is 4-5-3 with the activations [sigmoid] and softmax-cross-entropy (expected 4-5-3 with the activations [tanh] and softmax-cross-entropy)"
                .formatted(saved));
    assertThatThrownBy(() -> on.copy(on.extractParamMap()).setInitialModel("none").fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid initialModel: none (Cannot read model none: it does not exist)");
    on.setInitialWeights(first.weights());
    assertThatThrownBy(() -> on.fit(rows))
        .hasMessageContaining("expected none with initialWeights");
  }
}
