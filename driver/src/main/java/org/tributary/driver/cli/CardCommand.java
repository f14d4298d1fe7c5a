package org.tributary.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.tributary.core.model.Model;
import org.tributary.driver.evaluation.ModelMeasurement;
import org.tributary.driver.export.ModelCard;
import org.tributary.driver.run.CardRun;
import org.tributary.driver.run.EvaluateRun.Rows;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary card}: prints a model card, without starting Spark if there is no data. */
@Command(
    name = "card",
    description = "Print a model card in Markdown.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class CardCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of spark.hadoop.* for the file system of the model; with --data, of data.*,"
              + " job.* and spark.*.")
  private List<String> settings = List.of();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Labelled data to measure intervals of the metrics and the importance of columns on.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--rows",
      description = {
        "Rows of the data: ${COMPLETION-CANDIDATES}; all of them if not set.",
        "held-out, trained and validation repeat the split of the training job."
      })
  private Optional<Rows> rows = Optional.empty();

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    if (rows.isPresent() && data.isEmpty()) {
      throw new InvalidConfiguration(
          List.of("Cannot use --rows: there is no data to choose from; add --data, or omit it"));
    }
    Configuration files =
        data.isPresent() ? Sessions.fileSystems(settings) : FileSystemSettings.only(settings);
    Model model = ModelStore.load(path, files);
    String card =
        data.isPresent()
            ? ModelCard.of(path, model, measured(model, data.get()))
            : ModelCard.of(path, model);
    terminal.print(card.stripTrailing());
    return ExitCode.OK.code();
  }

  private ModelMeasurement measured(Model model, String measuredOn) throws IOException {
    JobSpec job = Jobs.ofModel(model, path, measuredOn, settings);
    CardRun run = new CardRun(job.data(), model, path, rows.orElse(Rows.ALL));
    return Sessions.during("tributary card " + path, job, settings, terminal, run::on);
  }
}
