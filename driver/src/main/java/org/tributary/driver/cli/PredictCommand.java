package org.tributary.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Model;
import org.tributary.driver.config.JobSpec;
import org.tributary.driver.config.OutputSpec.Existing;
import org.tributary.driver.data.DataException;
import org.tributary.driver.data.Sources;
import org.tributary.driver.data.Table;
import org.tributary.driver.model.ModelStore;
import org.tributary.driver.model.Predictions;
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
  /** How predictions are written. */
  enum Format {
    /** Text with a line of column names in each file. */
    CSV("csv"),
    /** Parquet. */
    PARQUET("parquet"),
    /** One JSON object a line. */
    JSON("json");

    private final String word;

    Format(String word) {
      this.word = word;
    }

    /** Returns the word for it on the command line, which is also Spark's. */
    @Override
    public String toString() {
      return word;
    }
  }

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
  private Format format;

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
            spark -> {
              requireAbsent(spark);
              Table table = Sources.open(spark, data, job.data().format());
              Dataset<Row> predictions = Predictions.of(spark, table, model);
              return JobName.during(
                  spark.sparkContext(), "the predictions for " + data, () -> write(predictions));
            });
    terminal.print("Predictions: " + written);
    return ExitCode.OK.code();
  }

  private void requireAbsent(SparkSession spark) throws IOException {
    Path target = new Path(output);
    boolean there = target.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(target);
    if (there && existing == Existing.REFUSE) {
      throw new DataException(
          "Cannot write predictions to %s: it exists (--existing replace replaces it)"
              .formatted(output));
    }
  }

  private String write(Dataset<Row> predictions) {
    predictions
        .write()
        .mode(existing == Existing.REPLACE ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
        .option("header", format == Format.CSV)
        .format(format.toString())
        .save(output);
    return output;
  }
}
