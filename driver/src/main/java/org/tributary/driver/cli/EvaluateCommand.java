package org.tributary.driver.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tributary.core.model.Model;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.run.EvaluateRun;
import org.tributary.driver.run.EvaluateRun.Rows;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary evaluate}: evaluates a model on labelled data. */
@Command(
    name = "evaluate",
    description = "Evaluate a model on labelled data.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(index = "1", paramLabel = "DATA", description = "File or directory of the data.")
  private String data;

  @Parameters(
      index = "2..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.*, job.* and spark.* that override those of the training job;"
              + " KEY= unsets a setting.")
  private List<String> settings = List.of();

  @Option(
      names = "--rows",
      defaultValue = "all",
      description = {
        "Rows to evaluate on: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "held-out, trained and validation repeat the split of the training job."
      })
  private Rows rows;

  @Option(names = "--json", description = "Print the result as JSON on the last line.")
  private boolean json;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Instant begin = Instant.now();
    Model model = ModelStore.load(path, Sessions.fileSystems(settings));
    JobSpec job = Jobs.ofModel(model, path, data, settings);
    EvaluateRun run = new EvaluateRun(job.data(), model, path, rows);
    Evaluation evaluation =
        Sessions.during("tributary evaluate " + path, job, settings, terminal, run::on);
    run.notices().forEach(terminal::warn);
    terminal.print(String.format(Locale.ROOT, "%s on %s (%s rows)%n", path, data, rows));
    terminal.print(
        Reports.of(evaluation, model.columns().outcome(), model.topology().lossParameters()));
    if (json) {
      JsonLine line = new JsonLine().with("command", "evaluate");
      JsonReport.add(line, evaluation, model.columns().outcome());
      Duration elapsed = Duration.between(begin, Instant.now());
      terminal.print(
          line.with("seconds", elapsed.toNanos() / 1e9)
              .with("model", path)
              .with("data", data)
              .render());
    }
    return ExitCode.OK.code();
  }
}
