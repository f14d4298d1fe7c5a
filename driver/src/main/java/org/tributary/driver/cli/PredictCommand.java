package org.tributary.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Model;
import org.tributary.driver.data.Sources;
import org.tributary.driver.data.Table;
import org.tributary.driver.prediction.PredictionFormat;
import org.tributary.driver.prediction.PredictionStore;
import org.tributary.driver.prediction.Predictions;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.watch.JobName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary predict}: applies a model to data. */
@Command(
    name = "predict",
    description = "Apply a model to data: its columns, with prediction and probabilities added.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(index = "1", paramLabel = "DATA", description = "File or directory of the data.")
  private String data;

  @Parameters(index = "2", paramLabel = "OUTPUT", description = "Directory to write to.")
  private String output;

  @Parameters(
      index = "3..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.*, job.* and spark.* that replace those of the training; KEY= unsets"
              + " one.")
  private List<String> settings = List.of();

  @Option(
      names = "--format",
      defaultValue = "csv",
      description = "How to write: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PredictionFormat format;

  @Option(
      names = "--existing",
      defaultValue = "refuse",
      description =
          "What to do with an output that exists: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Existing existing;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Model model = ModelStore.load(path, Sessions.fileSystems(settings));
    JobSpec job = Jobs.ofModel(model, data, settings);
    String written =
        Sessions.during(
            "tributary predict " + path,
            job,
            settings,
            terminal,
            spark -> predict(spark, job, model));
    terminal.print("Predictions: " + written);
    return ExitCode.OK.code();
  }

  private String predict(SparkSession spark, JobSpec job, Model model) {
    Configuration files = spark.sparkContext().hadoopConfiguration();
    PredictionStore store = new PredictionStore(output, format, existing, files);
    store.requireWritable(
        List.of(
            new Input("the data", Sources.paths(files, data)),
            new Input("the model", List.of(new Path(path)))));
    Table table = Sources.open(spark, data, job.data().format());
    Dataset<Row> predictions = Predictions.of(spark, table, model);
    return JobName.during(
        spark.sparkContext(),
        "the predictions for " + data,
        () ->
            TaskLogs.without(
                () -> {
                  store.write(predictions, table);
                  return output;
                }));
  }
}
