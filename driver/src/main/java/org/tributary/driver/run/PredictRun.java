package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Model;
import org.tributary.driver.dataset.UnreadableRows;
import org.tributary.driver.files.UserPath;
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
 * @param data the data
 * @param model the model
 */
public record PredictRun(DataSpec data, Model model) {

  /**
   * The output of predictions.
   *
   * @param path the directory, as given by the user
   * @param format the output format
   * @param existing how to handle an existing directory
   * @param modelPath the path of the model, which the predictions must not overwrite
   */
  public record Output(String path, PredictionFormat format, Existing existing, String modelPath) {}

  /**
   * Returns the data with predictions; rows are read lazily.
   *
   * @throws DataException if a column is missing, or has the name of an added column
   */
  public Dataset<Row> on(SparkSession spark) {
    return Predictions.of(spark, Sources.open(spark, DataSource.of(data)), model);
  }

  /** Returns a DataFrame with predictions added. */
  public Dataset<Row> on(SparkSession spark, Dataset<Row> rows) {
    return Predictions.of(spark, Sources.open(spark, DataSource.of(data, rows)), model);
  }

  /**
   * Writes the predictions atomically.
   *
   * @return one sentence if rows were left out because they cannot be read
   * @throws DataException if the output cannot be written or must not be replaced, or a row cannot
   *     be predicted
   */
  public List<String> write(SparkSession spark, Output output) {
    var files = spark.sparkContext().hadoopConfiguration();
    PredictionStore store =
        new PredictionStore(output.path(), output.format(), output.existing(), files);
    List<Input> inputs =
        List.of(
            new Input(
                "the data",
                Sources.paths(files, new DataSource.Files(data.paths(), data.format()))),
            new Input("the model", List.of(UserPath.of(output.modelPath()))));
    store.requireWritable(inputs);
    List<Input> others = new ArrayList<>(inputs);
    others.add(new Input("the predictions", List.of(UserPath.of(output.path()))));
    UnreadableStore.requireWritable(data.unreadable(), others, files);
    UnreadableRows unreadable = new UnreadableRows(data.unreadable());
    Table table =
        unreadable.predictable(Sources.open(spark, DataSource.of(data)), model.preparation());
    UnreadableStore.write(spark, unreadable);
    Dataset<Row> predictions = Predictions.of(spark, table, model);
    JobName.during(
        spark.sparkContext(),
        "the predictions for " + data.path(),
        () -> {
          store.write(predictions, table);
          return output;
        });
    return unreadable.notices();
  }
}
