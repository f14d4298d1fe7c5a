package org.tributary.driver.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Outcome;
import org.tributary.core.gemm.Blas;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.run.DataSummary;
import org.tributary.driver.run.Start;
import org.tributary.driver.run.TrainRun;
import org.tributary.driver.run.ValidationScore;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary train}: trains a network and writes its model. */
@Command(
    name = "train",
    description = "Train a network from a configuration and write the model.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description =
          "The configuration, a HOCON file. Without one, settings alone describe the job.")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings that override those in the file, such as train.epochs=50; KEY= unsets a"
              + " setting.")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "Print the result as JSON on the last line.")
  private boolean json;

  @Option(
      names = "--fresh",
      description = "Start over: delete the checkpoints of the job instead of going on from them.")
  private boolean fresh;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Instant begin = Instant.now();
    JobArguments arguments = JobArguments.of(file, overrides);
    ConfiguredJob configured = arguments.read();
    JobSpec job = configured.spec();
    if (!configured.namesModel()) {
      throw new InvalidConfiguration(
          List.of(
              "Missing output.model: set it to the directory to write the model to, or use tributary retrain, which writes to retrain.registry"));
    }
    if (fresh && job.output().checkpoints().isEmpty()) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot use --fresh: the job has no checkpoints; set checkpoint.path, or omit it"));
    }
    TrainRun run =
        new TrainRun(
            job,
            decided -> EffectiveConfiguration.json(configured.decided(decided)),
            arguments.inputs(),
            Main.version(),
            fresh ? Start.FRESH : Start.RESUME);
    ExitCode code =
        Sessions.during(
            arguments.title("train"),
            job,
            arguments.overrides(),
            terminal,
            spark -> {
              train(spark, run, job, begin);
              return ExitCode.OK;
            });
    return code.code();
  }

  private void train(SparkSession spark, TrainRun run, JobSpec job, Instant begin) {
    try (ProgressLine progress = new ProgressLine(terminal)) {
      TrainRun.Result result =
          run.on(spark, List.of(new Introduction(job), new LearningCurve(terminal), progress));
      report(job, result);
      if (json) {
        terminal.print(jsonLine(job, result, begin));
      }
    }
  }

  /** Prints lines about the training data and the training. */
  private final class Introduction extends TrainingLines {
    private final JobSpec job;

    Introduction(JobSpec job) {
      super(terminal);
      this.job = job;
    }

    @Override
    public void prepared(DataSummary data) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "%s: %,d training rows, %s%,d hold-out rows, %d partitions, %s, BLAS: %s",
              job.data().path(),
              data.trainingRows(),
              data.validationRows() == 0
                  ? ""
                  : String.format(Locale.ROOT, "%,d validation rows, ", data.validationRows()),
              data.holdoutRows(),
              data.partitions(),
              job.train().precision().name().toLowerCase(Locale.ROOT),
              Blas.chosen().name().toLowerCase(Locale.ROOT)));
      ColumnLines.of(data).forEach(terminal::print);
    }
  }

  private void report(JobSpec job, TrainRun.Result run) {
    TrainingResult result = run.training();
    terminal.print("");
    terminal.print(
        String.format(
            Locale.ROOT,
            "Stopped after epoch %d in %.1f s: %s.",
            run.epochs(),
            seconds(result.elapsed()),
            result.stopReason().sentence()));
    if (result.epoch() != run.epochs()) {
      terminal.print(
          "Restored the weights of epoch "
              + result.epoch()
              + ", which has the best metric on the "
              + (run.data().validationRows() > 0 ? "validation" : "hold-out")
              + " set.");
    }
    if (result.decision().temperature() != 1) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "Temperature %.4g has the lowest log loss on the hold-out set.",
              result.decision().temperature()));
    }
    result
        .decision()
        .threshold()
        .ifPresent(
            threshold ->
                terminal.print(
                    String.format(
                        Locale.ROOT,
                        "Threshold %.4g has the best %s on the hold-out set.",
                        threshold,
                        job.train().decision().threshold().orElseThrow().metric().key())));
    terminal.print("");
    terminal.print(
        result
            .holdout()
            .map(
                measured ->
                    Reports.of(
                        measured,
                        run.model().columns().outcome(),
                        run.model().topology().lossParameters()))
            .orElseGet(() -> withoutHoldout(job, run.validation())));
    terminal.print("Model: " + job.output().model());
  }

  private static String withoutHoldout(JobSpec job, Optional<ValidationScore> validation) {
    return validation
            .map(
                best ->
                    String.format(
                        Locale.ROOT,
                        "On the %,d validation rows, which chose epoch %d: %s.%n",
                        best.rows(),
                        best.epoch(),
                        TrainingLines.metrics(best)))
            .orElse("")
        + """
        The job has no hold-out set. To evaluate the model on rows that nothing was chosen by, train
        with data.holdout.fraction=0.2 or with data.holdout.path, or run
          tributary evaluate %s DATA
        """
            .formatted(job.output().model());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Map<String, Object> jsonPoint(EpochEnd end) {
    JsonLine point = new JsonLine().with("epoch", end.epoch()).with("loss", end.loss());
    end.holdout()
        .ifPresent(
            measured ->
                point.with("score", measured.score()).with("validationLoss", measured.loss()));
    return point
        .with("samplesPerSecond", end.samplesPerSecond())
        .with("roundSeconds", end.training().toNanos() / 1e9)
        .fields();
  }

  private static String jsonLine(JobSpec job, TrainRun.Result run, Instant begin) {
    TrainingResult result = run.training();
    JsonLine line = new JsonLine().with("command", "train");
    Outcome outcome = run.model().columns().outcome();
    result.holdout().ifPresent(measured -> JsonReport.add(line, measured, outcome));
    return line.with("trainingLoss", result.last().map(EpochEnd::loss).orElse(Double.NaN))
        .with("epochs", run.epochs())
        .with("bestEpoch", result.epoch())
        .with("temperature", result.decision().temperature())
        .with("threshold", result.decision().threshold().orElse(Double.NaN))
        .with("rounds", result.last().map(EpochEnd::rounds).orElse(0L))
        .with("stopReason", result.stopReason().name().toLowerCase(Locale.ROOT))
        .with("rowsTrained", run.data().trainingRows())
        .with(
            "rowsValidated",
            run.validation().map(ValidationScore::rows).orElse(run.data().validationRows()))
        .with(
            "validationScore",
            run.validation().map(best -> best.measured().score()).orElse(Double.NaN))
        .with(
            "validationLoss",
            run.validation().map(best -> best.measured().loss()).orElse(Double.NaN))
        .with("rowsHeldOut", run.data().holdoutRows())
        .with("warnings", run.data().columns().warnings())
        .with("trainSeconds", seconds(result.elapsed()))
        .with("curve", result.history().stream().map(TrainCommand::jsonPoint).toList())
        .with("seconds", seconds(Duration.between(begin, Instant.now())))
        .with("model", job.output().model())
        .render();
  }
}
