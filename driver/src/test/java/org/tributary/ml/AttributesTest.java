package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;

/** Names that the stages before an estimator leave in the attributes of their columns. */
class AttributesTest {
  @TempDir private Path directory;

  private static Dataset<Row> flowers() {
    return LocalSpark.session()
        .sql(
            "select id % 7 * 0.5 length, id % 3 width, case id % 3 when 0 then 'setosa' when 1 then"
                + " 'virginica' else 'versicolor' end species from range(42)");
  }

  private static PipelineModel fitted(int... layers) {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new StringIndexer()
                  .setInputCol("species")
                  .setOutputCol("label")
                  .setStringOrderType("alphabetDesc"),
              new VectorAssembler()
                  .setInputCols(new String[] {"length", "width"})
                  .setOutputCol("features"),
              new MultilayerPerceptronClassifier().setLayers(layers).setMaxIter(20)
            })
        .fit(flowers());
  }

  @Test
  void namesGoIntoTheModel() throws IOException {
    PipelineModel pipeline = fitted(2, 4, 3);
    MultilayerPerceptronClassificationModel model =
        (MultilayerPerceptronClassificationModel) pipeline.stages()[2];
    assertThat(model.labels()).containsExactly("virginica", "versicolor", "setosa");
    assertThat(model.tributaryModel().columns().features().get(0).elements())
        .containsExactly("length", "width");
    assertThat(model.tributaryModel().preparation().layout().cellName(1))
        .isEqualTo("features[width]");
    assertThat(model.summary().accuracy()).isGreaterThan(0.9);
    List<Row> predicted = pipeline.transform(flowers()).collectAsList();
    assertThat(predicted).anySatisfy(row -> assertThat(row.<Double>getAs("label")).isZero());
    assertThat(predicted)
        .allSatisfy(row -> assertThat(row.<Double>getAs("prediction")).isIn(0.0, 1.0, 2.0));

    model.write().save(directory.resolve("model").toString());
    MultilayerPerceptronClassificationModel read =
        MultilayerPerceptronClassificationModel.load(directory.resolve("model").toString());
    assertThat(read.tributaryModel()).isEqualTo(model.tributaryModel());
    assertThat(read.labels()).isEqualTo(model.labels());
  }

  @Test
  void namesOfFewerClassesThanOutputsAreNotTaken() {
    MultilayerPerceptronClassificationModel model =
        (MultilayerPerceptronClassificationModel) fitted(2, 4).stages()[2];
    assertThat(model.labels()).containsExactly("0", "1", "2", "3");
  }
}
