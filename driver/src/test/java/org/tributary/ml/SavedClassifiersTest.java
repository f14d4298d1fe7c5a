package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.Model;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.run.EvaluateRun;
import org.tributary.driver.run.TrainRun;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.store.ModelStore;

class SavedClassifiersTest {
  @TempDir private Path directory;

  private static final Vector ROW = Vectors.dense(1, 0, 0.5, -0.5);

  private final Dataset<Row> rows = TestRows.threeClasses(60);

  private static MultilayerPerceptronClassifier estimator() {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {4, 3, 3})
        .setHiddenActivation("tanh")
        .setMaxIter(5);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void modelIsReadBackAndByTheCommandLine() throws IOException {
    MultilayerPerceptronClassificationModel model = estimator().setPredictionCol("guess").fit(rows);
    model.write().save(path("model"));
    MultilayerPerceptronClassificationModel read =
        MultilayerPerceptronClassificationModel.load(path("model"));
    assertThat(read.uid()).isEqualTo(model.uid());
    assertThat(TestRows.values(read)).isEqualTo(TestRows.values(model));
    assertThat(read.weights()).isEqualTo(model.weights());
    assertThat(read.predictProbability(ROW)).isEqualTo(model.predictProbability(ROW));
    assertThat(read.hasSummary()).isFalse();

    Model stored = ModelStore.load(path("model"), new Configuration());
    assertThat(stored).isEqualTo(model.tributaryModel());
    JobSpec job =
        EffectiveConfiguration.override(
            EffectiveConfiguration.read(stored.provenance().configuration()),
            List.of("data.path=other.parquet"));
    assertThat(job.data().columns())
        .isEqualTo(new ColumnsSpec("label").withFeatures(List.of("features")));
    assertThat(job.train().epochs()).isEqualTo(5);
    double score =
        new EvaluateRun(job.data(), stored, "model", EvaluateRun.Rows.ALL)
            .on(LocalSpark.session(), rows)
            .score();
    assertThat(score).isEqualTo(model.evaluate(rows).accuracy());
  }

  @Test
  void existingModelIsReplacedOnlyOnRequest() throws IOException {
    MultilayerPerceptronClassificationModel model = estimator().fit(rows);
    model.write().save(path("model"));
    assertThatThrownBy(() -> model.write().save(path("model")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already exists");
    MultilayerPerceptronClassificationModel other = estimator().setMaxIter(2).fit(rows);
    other.write().overwrite().save(path("model"));
    assertThat(MultilayerPerceptronClassificationModel.load(path("model")).weights())
        .isEqualTo(other.weights());
    estimator().save(path("estimator"));
    other.write().overwrite().save(path("estimator"));
    assertThat(MultilayerPerceptronClassificationModel.load(path("estimator")).weights())
        .isEqualTo(other.weights());
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model", "estimator");
    }
  }

  @Test
  void estimatorIsReadBackAndSparksToo() throws IOException {
    MultilayerPerceptronClassifier estimator =
        estimator().setSolver("adam").setFeaturesCols(new String[] {"a", "b"}).setDropout(0.25);
    estimator.save(path("own"));
    MultilayerPerceptronClassifier read = MultilayerPerceptronClassifier.load(path("own"));
    assertThat(read.uid()).isEqualTo(estimator.uid());
    assertThat(TestRows.values(read)).isEqualTo(TestRows.values(estimator));

    new org.apache.spark.ml.classification.MultilayerPerceptronClassifier("sparks")
        .setLayers(new int[] {4, 3})
        .setMaxIter(7)
        .save(path("sparks"));
    MultilayerPerceptronClassifier sparks = MultilayerPerceptronClassifier.load(path("sparks"));
    assertThat(sparks.uid()).isEqualTo("sparks");
    assertThat(sparks.getLayers()).containsExactly(4, 3);
    assertThat(sparks.getMaxIter()).isEqualTo(7);
  }

  @Test
  void pipelineIsSavedAndReadBack() throws IOException {
    StandardScaler scaler = new StandardScaler().setInputCol("features").setOutputCol("scaled");
    Pipeline pipeline =
        new Pipeline()
            .setStages(new PipelineStage[] {scaler, estimator().setFeaturesCol("scaled")});
    pipeline.save(path("pipeline"));
    PipelineModel model = Pipeline.load(path("pipeline")).fit(rows);
    model.save(path("model"));
    List<Row> expected = model.transform(rows).collectAsList();
    List<Row> found = PipelineModel.load(path("model")).transform(rows).collectAsList();
    assertThat(found).isEqualTo(expected);
    assertThat(PipelineModel.load(path("model")).stages()[1])
        .isInstanceOf(MultilayerPerceptronClassificationModel.class);
  }

  @Test
  void modelOfSparksClassScoresAsThereAndTrainsOn() throws IOException {
    var sparks =
        new org.apache.spark.ml.classification.MultilayerPerceptronClassifier()
            .setLayers(new int[] {4, 3, 3})
            .setMaxIter(5)
            .setSeed(3)
            .fit(rows);
    sparks.save(path("sparks"));
    MultilayerPerceptronClassificationModel read =
        MultilayerPerceptronClassificationModel.load(path("sparks"));
    assertThat(read.uid()).isEqualTo(sparks.uid());
    assertThat(read.getMaxIter()).isEqualTo(5);
    List<Row> expected = sparks.transform(rows).collectAsList();
    List<Row> found = read.transform(rows).collectAsList();
    for (int i = 0; i < expected.size(); i++) {
      for (String column : List.of("rawPrediction", "probability")) {
        Vector a = expected.get(i).getAs(column);
        Vector b = found.get(i).getAs(column);
        // The sums of a product in another order.
        assertThat(Math.sqrt(Vectors.sqdist(a, b))).isLessThan(1e-12);
      }
      assertThat(found.get(i).<Double>getAs("prediction"))
          .isEqualTo(expected.get(i).<Double>getAs("prediction"));
    }
    read.write().save(path("own"));
    assertThat(MultilayerPerceptronClassificationModel.load(path("own")).weights())
        .isEqualTo(sparks.weights());

    MultilayerPerceptronClassifier on =
        estimator().setHiddenActivation("sigmoid").setPrecision("float64").setMaxIter(20);
    double begin = on.setInitialWeights(sparks.weights()).fit(rows).summary().objectiveHistory()[0];
    double last = sparks.summary().objectiveHistory()[5];
    assertThat(begin).isLessThanOrEqualTo(last);
    on.clear(on.initialWeights());
    on.setInitialModel(path("sparks"));
    assertThat(on.fit(rows).summary().objectiveHistory()[0]).isEqualTo(begin);
  }

  @Test
  void modelOfAJobIsRead() {
    String csv = TestCsv.write(directory);
    JobSpec job =
        new JobSpec(
                new DataSpec(csv, FormatSpec.Csv.DEFAULT, new ColumnsSpec("kind")),
                new OutputSpec(path("job")))
            .withTrain(TrainSpec.DEFAULT.withEpochs(3));
    new TrainRun(job, decided -> "{}", List.of(), "test").on(LocalSpark.session(), List.of());
    MultilayerPerceptronClassificationModel model =
        MultilayerPerceptronClassificationModel.load(path("job"));
    assertThat(model.labels()).containsExactly("blue", "red");
    assertThat(model.getFeaturesCols()).containsExactly("size", "shape");
    assertThat(model.getLabelCol()).isEqualTo("kind");
    Dataset<Row> table =
        LocalSpark.session().read().option("header", true).option("inferSchema", true).csv(csv);
    Dataset<Row> predicted = model.transform(table);
    assertThat(predicted.columns())
        .containsExactly("size", "shape", "kind", "rawPrediction", "probability", "prediction");
    assertThat(predicted.select("prediction").distinct().count()).isPositive();
  }

  @Test
  void whatIsNoClassifierIsRefused() throws IOException {
    estimator().save(path("estimator"));
    assertThatThrownBy(() -> MultilayerPerceptronClassificationModel.load(path("estimator")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is a org.tributary.ml.MultilayerPerceptronClassifier");
    assertThatThrownBy(() -> MultilayerPerceptronClassificationModel.load(path("nothing")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> new MultilayerPerceptronClassificationModel("m").predict(ROW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot use this model: it was not trained");
  }

  @Test
  void saveThatFailsLeavesNothing() throws IOException {
    MultilayerPerceptronClassificationModel model = estimator().fit(rows);
    Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> model.write().save(path("file/model"))).isInstanceOf(Exception.class);
    assertThatThrownBy(() -> model.write().overwrite().save(path("file/model")))
        .isInstanceOf(Exception.class);
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("file");
    }
  }
}
