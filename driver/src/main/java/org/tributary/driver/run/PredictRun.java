package org.tributary.driver.run;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Model;
import org.tributary.driver.prediction.PredictionFormat;
import org.tributary.driver.prediction.PredictionStore;
import org.tributary.driver.prediction.Predictions;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.Input;

/**
 * Applies a model to data.
 *
 * @param data what to predict for
 * @param model what to predict by
 */
public record PredictRun(DataSpec data, Model model) {

  /**
   * Where predictions go.
   *
   * @param path the directory, as the user names it
   * @param format how to write
   * @param existing what to do when it is there already
   * @param modelPath where the model was read, which the predictions must not overwrite
   */
  public record Output(String path, PredictionFormat format, Existing existing, String modelPath) {}

  /**
   * Returns the columns of the data with the predictions; rows are read when Spark asks for them.
   *
   * @throws DataException if a column is not there, or has the name of one that is added
   */
  public Dataset<Row> on(SparkSession spark) {
    return Predictions.of(spark, Sources.open(spark, DataSource.of(data)), model);
  }

  /** Returns the columns of a DataFrame with the predictions. */
  public Dataset<Row> on(SparkSession spark, Dataset<Row> rows) {
    return Predictions.of(spark, Sources.open(spark, DataSource.of(data, rows)), model);
  }

  /**
   * Writes the predictions, whole or not at all.
   *
   * @throws DataException if the output cannot be written or must not be, or a row cannot be
   *     predicted
   */
  public void write(SparkSession spark, Output output) {
    var files = spark.sparkContext().hadoopConfiguration();
    PredictionStore store =
        new PredictionStore(output.path(), output.format(), output.existing(), files);
    store.requireWritable(
        List.of(
            new Input("the data", Sources.paths(files, data.path())),
            new Input("the model", List.of(new Path(output.modelPath())))));
    Table table = Sources.open(spark, DataSource.of(data));
    Dataset<Row> predictions = Predictions.of(spark, table, model);
    JobName.during(
        spark.sparkContext(),
        "the predictions for " + data.path(),
        () -> {
          store.write(predictions, table);
          return output;
        });
  }
}
