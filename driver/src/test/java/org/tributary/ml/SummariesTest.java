package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Spark Connect does with a model that it moves out of memory, and what else a model keeps.
 */
class SummariesTest {
  @TempDir private Path directory;

  private final Dataset<Row> rows = TestRows.threeClasses(60);

  private MultilayerPerceptronClassificationModel fitted() {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {4, 3, 3})
        .setMaxIter(8)
        .fit(rows);
  }

  @Test
  void summaryIsMadeOnceAndCopied() {
    MultilayerPerceptronClassificationModel model = fitted();
    MultilayerPerceptronClassificationModel copy = model.copy(ParamMap.empty());
    assertThat(model.hasSummary()).isTrue();
    assertThat(copy.hasSummary()).isTrue();
    assertThat(model.summary()).isSameAs(model.summary());
    assertThat(copy.summary().objectiveHistory()).isEqualTo(model.summary().objectiveHistory());
    assertThat(model.copy(ParamMap.empty()).summary()).isSameAs(model.summary());
    assertThatThrownBy(() -> new MultilayerPerceptronClassificationModel("none").summary())
        .hasMessageContaining("No training summary available");
  }

  @Test
  void summaryOutlivesAModelOnDisk() throws IOException {
    MultilayerPerceptronClassificationModel model = fitted();
    String local = directory.resolve("model").toString();
    model.write().saveToLocal(local);
    model.saveSummary(directory.resolve("summary").toString());
    MultilayerPerceptronClassificationModel read =
        (MultilayerPerceptronClassificationModel)
            MultilayerPerceptronClassificationModel.read().loadFromLocal(local);
    assertThat(read.hasSummary()).isFalse();
    assertThat(read.uid()).isEqualTo(model.uid());
    assertThat(TestRows.values(read)).isEqualTo(TestRows.values(model));
    assertThat(read.weights()).isEqualTo(model.weights());
    assertThat(directory.resolve("model/metadata")).exists();
    read.loadSummary(directory.resolve("summary").toString(), rows);
    assertThat(read.summary().objectiveHistory()).isEqualTo(model.summary().objectiveHistory());
    assertThat(read.summary().totalIterations()).isEqualTo(model.summary().totalIterations());
    assertThat(read.summary().accuracy()).isEqualTo(model.summary().accuracy());
  }

  @Test
  void summaryOfARegressionOutlivesItsModelOnDisk() throws IOException {
    MultilayerPerceptronRegressionModel model =
        new MultilayerPerceptronRegressor()
            .setHiddenLayers(new int[] {3})
            .setSolver("l-bfgs")
            .setMaxIter(5)
            .fit(rows);
    String local = directory.resolve("regression").toString();
    model.write().saveToLocal(local);
    model.saveSummary(directory.resolve("summary").toString());
    MultilayerPerceptronRegressionModel read =
        MultilayerPerceptronRegressionModel.read().loadFromLocal(local);
    read.loadSummary(directory.resolve("summary").toString(), rows);
    assertThat(read.summary().objectiveHistory()).isEqualTo(model.summary().objectiveHistory());
    assertThat(read.uid()).isEqualTo(model.uid());
    assertThat(read.summary().r2()).isEqualTo(model.summary().r2());
    assertThat(read.predict(Vectors.dense(1, 2, 3, 4)))
        .isEqualTo(model.predict(Vectors.dense(1, 2, 3, 4)));
  }

  @Test
  void summaryIsCreatedFromRowsAndAHistory() {
    MultilayerPerceptronClassificationModel model = fitted();
    double accuracy = model.summary().accuracy();
    MultilayerPerceptronClassificationModel bare =
        new MultilayerPerceptronClassificationModel(
            "bare", ScoringModel.of(model.tributaryModel()));
    assertThat(bare.hasSummary()).isFalse();
    bare.createSummary(rows, new double[] {3, 2, 1});
    assertThat(bare.summary().objectiveHistory()).containsExactly(3, 2, 1);
    assertThat(bare.summary().totalIterations()).isEqualTo(3);
    assertThat(bare.summary().accuracy()).isEqualTo(accuracy);
  }

  @Test
  void metricsByLabelAreThoseOfSpark() {
    ClassificationTrainingSummary summary = fitted().summary();
    assertThat(summary.labels()).containsExactly(0, 1, 2);
    assertThat(summary.recallByLabel()).hasSize(3);
    double mean = 0;
    for (double recall : summary.truePositiveRateByLabel()) {
      mean += recall / 3;
    }
    // The classes have equal numbers of rows.
    assertThat(summary.accuracy()).isEqualTo(mean, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(summary.weightedFMeasure()).isBetween(0.0, 1.0);
  }

  @Test
  void estimatedSizeGrowsWithTheNetwork() {
    MultilayerPerceptronClassifier small =
        new MultilayerPerceptronClassifier().setLayers(new int[] {4, 3}).setMaxIter(1);
    MultilayerPerceptronClassifier large =
        new MultilayerPerceptronClassifier().setLayers(new int[] {4, 200, 3}).setMaxIter(1);
    assertThat(large.fit(rows).estimatedSize())
        .isGreaterThan(small.fit(rows).estimatedSize() + 8 * 200);
    assertThat(large.estimateModelSize(rows)).isGreaterThan(small.estimateModelSize(rows));
  }

  @Test
  void eachMapOfParametersHasItsModel() {
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(new int[] {4, 3}).setMaxIter(3);
    List<ParamMap> maps =
        List.of(
            new ParamMap().put(estimator.maxIter(), 1),
            new ParamMap().put(estimator.hiddenActivation(), "tanh").put(estimator.maxIter(), 2));
    var models =
        CollectionConverters.asJava(
            estimator.fit(rows, CollectionConverters.asScala(maps).toSeq()));
    assertThat(models)
        .extracting(model -> ((MultilayerPerceptronClassificationModel) model).getMaxIter())
        .containsExactly(1, 2);
    assertThat(estimator.getMaxIter()).isEqualTo(3);
    assertThat(estimator.explainParams())
        .contains("layers: ", "hiddenActivation: ", "featuresCols: ", "validationIndicatorCol: ");
  }
}
