package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class TuningTest {
  @TempDir private Path directory;

  @Test
  void crossValidationChoosesAmongParametersOfBothKinds() throws IOException {
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(new int[] {4, 5, 3}).setMaxIter(15);
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(
                estimator.solver(),
                CollectionConverters.asScala(java.util.List.of("l-bfgs", "adam")))
            .addGrid(estimator.regParam(), new double[] {0.01, 10})
            .build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setNumFolds(2)
            .setParallelism(2)
            .setSeed(1);
    Dataset<Row> rows = TestRows.threeClasses(120).cache();
    CrossValidatorModel model = validator.fit(rows);
    assertThat(model.avgMetrics()).hasSize(4);
    assertThat(model.bestModel()).isInstanceOf(MultilayerPerceptronClassificationModel.class);
    assertThat(((MultilayerPerceptronClassificationModel) model.bestModel()).getRegParam())
        .isEqualTo(0.01);
    model.save(directory.resolve("model").toString());
    CrossValidatorModel read = CrossValidatorModel.load(directory.resolve("model").toString());
    assertThat(read.transform(rows).collectAsList())
        .isEqualTo(model.transform(rows).collectAsList());
  }

  @Test
  void trainValidationSplitTunesARegression() {
    MultilayerPerceptronRegressor estimator =
        new MultilayerPerceptronRegressor()
            .setHiddenLayers(new int[] {4})
            .setSolver("l-bfgs")
            .setMaxIter(20);
    TrainValidationSplitModel model =
        new TrainValidationSplit()
            .setEstimator(estimator)
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(estimator.regParam(), new double[] {0, 100}).build())
            .setEvaluator(new RegressionEvaluator())
            .fit(TestRows.threeClasses(120));
    assertThat(((MultilayerPerceptronRegressionModel) model.bestModel()).getRegParam()).isZero();
  }
}
