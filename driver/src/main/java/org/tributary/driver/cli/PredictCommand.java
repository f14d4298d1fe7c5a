package org.tributary.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.tributary.core.model.Model;
import org.tributary.driver.prediction.PredictionFormat;
import org.tributary.driver.run.PredictRun;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary predict}: applies a model to data. */
@Command(
    name = "predict",
    description = "Apply a model to data and write its columns with predictions and probabilities.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(index = "1", paramLabel = "DATA", description = "File or directory of the data.")
  private String data;

  @Parameters(index = "2", paramLabel = "OUTPUT", description = "Output directory.")
  private String output;

  @Parameters(
      index = "3..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.*, job.* and spark.* that override those of the training job;"
              + " KEY= unsets a setting.")
  private List<String> settings = List.of();

  @Option(
      names = "--format",
      defaultValue = "csv",
      description = "Output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PredictionFormat format;

  @Option(
      names = "--existing",
      defaultValue = "refuse",
      description =
          "How to handle an existing output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Existing existing;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Model model = ModelStore.load(path, Sessions.fileSystems(settings));
    JobSpec job = Jobs.ofModel(model, path, data, settings);
    PredictRun run = new PredictRun(job.data().withPath(data), model);
    PredictRun.Output written = new PredictRun.Output(output, format, existing, path);
    Sessions.during(
            "tributary predict " + path,
            job,
            settings,
            terminal,
            spark -> TaskLogs.without(() -> run.write(spark, written)))
        .forEach(terminal::warn);
    terminal.print("Predictions: " + output);
    return ExitCode.OK.code();
  }
}
