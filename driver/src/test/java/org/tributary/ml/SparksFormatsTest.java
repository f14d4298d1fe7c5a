package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models in the formats that Spark's class saved: before Spark 3.0 with layers and weights in
 * Parquet, since then with weights alone.
 */
class SparksFormatsTest {
  @TempDir private Path directory;

  private final Dataset<Row> rows = TestRows.threeClasses(60);

  private final org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel sparks =
      new org.apache.spark.ml.classification.MultilayerPerceptronClassifier()
          .setLayers(new int[] {4, 3, 3})
          .setMaxIter(5)
          .setSeed(3)
          .fit(rows);

  private String metadata(String version, String layers) throws IOException {
    Path metadata = Files.createDirectories(directory.resolve("model/metadata"));
    Files.writeString(
        metadata.resolve("part-00000"),
        ("{\"class\":\"%s\",\"timestamp\":1500000000000,\"sparkVersion\":\"%s\","
                + "\"uid\":\"mlpc_old\",\"paramMap\":{%s\"featuresCol\":\"features\"},"
                + "\"defaultParamMap\":{}}\n")
            .formatted(sparks.getClass().getName(), version, layers));
    Files.writeString(metadata.resolve("_SUCCESS"), "");
    return directory.resolve("model").toString();
  }

  private void data(StructType schema, Object... values) {
    TestRows.of(schema, List.of(RowFactory.create(values)))
        .coalesce(1)
        .write()
        .parquet(directory.resolve("model/data").toString());
  }

  private void assertScoresAndTrainsOn(String path) {
    MultilayerPerceptronClassificationModel read =
        MultilayerPerceptronClassificationModel.load(path);
    assertThat(read.uid()).isEqualTo("mlpc_old");
    assertThat(read.getLayers()).containsExactly(4, 3, 3);
    assertThat(read.weights()).isEqualTo(sparks.weights());
    for (Row row : rows.collectAsList()) {
      Vector features = row.getAs("features");
      // The sums of a product in another order.
      assertThat(
              Math.sqrt(
                  Vectors.sqdist(
                      read.predictProbability(features), sparks.predictProbability(features))))
          .isLessThan(1e-12);
    }
    MultilayerPerceptronClassifier on =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {4, 3, 3})
            .setInitialModel(path)
            .setMaxIter(20);
    double[] history = on.fit(rows).summary().objectiveHistory();
    double[] before = sparks.summary().objectiveHistory();
    assertThat(history[0]).isLessThan(before[before.length - 1]);
    assertThat(history[history.length - 1]).isLessThan(history[0]);
  }

  @Test
  void modelOfSpark2IsReadAndTrainedOn() throws IOException {
    String path = metadata("2.4.8", "");
    data(
        new StructType()
            .add("layers", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("weights", SQLDataTypes.VectorType()),
        Arrays.asList(4, 3, 3).toArray(),
        sparks.weights());
    assertScoresAndTrainsOn(path);
  }

  @Test
  void modelOfSpark3IsReadAndTrainedOn() throws IOException {
    String path = metadata("3.5.1", "\"layers\":[4,3,3],");
    data(new StructType().add("weights", SQLDataTypes.VectorType()), sparks.weights());
    assertScoresAndTrainsOn(path);
  }
}
