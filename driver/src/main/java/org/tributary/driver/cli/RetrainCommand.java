package org.tributary.driver.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.run.DataSummary;
import org.tributary.driver.run.RetrainOutcome;
import org.tributary.driver.run.RetrainRun;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.RetrainSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary retrain}: trains a model again, and promotes the new one if it is better. */
@Command(
    name = "retrain",
    description =
        "Train a new version of a model, compare it with the current one, and promote it if it is"
            + " better.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class RetrainCommand implements Callable<Integer> {
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
          "Settings that override those in the file, such as retrain.run=2026-01; KEY= unsets a"
              + " setting.")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "Print the result as JSON on the last line.")
  private boolean json;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Instant begin = Instant.now();
    JobArguments arguments = JobArguments.of(file, overrides);
    ConfiguredJob configured = arguments.read();
    JobSpec job = configured.spec();
    RetrainSpec spec =
        configured
            .retraining()
            .orElseThrow(
                () ->
                    new InvalidConfiguration(
                        List.of(
                            "Missing retrain.registry: set it to the directory of the registry of models")));
    RetrainRun run =
        new RetrainRun(
            job,
            spec,
            decided -> EffectiveConfiguration.json(configured.decided(decided)),
            arguments.inputs(),
            Main.version());
    RetrainRun.Result result =
        Sessions.during(
            arguments.title("retrain"),
            job,
            arguments.overrides(),
            terminal,
            spark -> retrained(spark, run));
    report(result);
    if (json) {
      terminal.print(jsonLine(result, begin));
    }
    return code(result.outcome().verdict()).code();
  }

  private RetrainRun.Result retrained(SparkSession spark, RetrainRun run) {
    try (ProgressLine progress = new ProgressLine(terminal)) {
      return run.on(spark, List.of(new Introduction(), new LearningCurve(terminal), progress));
    }
  }

  private static ExitCode code(RetrainOutcome.Verdict verdict) {
    return switch (verdict) {
      case PROMOTED -> ExitCode.OK;
      case KEPT -> ExitCode.KEPT;
      case REFUSED -> ExitCode.REFUSED;
    };
  }

  /** Prints lines about the training. */
  private final class Introduction extends TrainingLines {
    Introduction() {
      super(terminal);
    }

    @Override
    public void prepared(DataSummary data) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "Training a candidate: %,d training rows, %,d validation rows, %,d hold-out rows",
              data.trainingRows(),
              data.validationRows(),
              data.holdoutRows()));
    }
  }

  private void report(RetrainRun.Result result) {
    RetrainOutcome outcome = result.outcome();
    terminal.print("");
    if (result.repeated()) {
      terminal.print(
          "Run %s was done at %s; name another retrain.run to retrain again"
              .formatted(outcome.run(), outcome.decided()));
    }
    String line =
        switch (outcome.verdict()) {
          case PROMOTED ->
              "Promoted version %d (before: %s)"
                  .formatted(
                      outcome.candidate(),
                      outcome.before() == 0 ? "none" : String.valueOf(outcome.before()));
          case KEPT ->
              "Kept version %d; the candidate is version %d"
                  .formatted(outcome.before(), outcome.candidate());
          case REFUSED -> "Refused the data; nothing was trained";
        };
    terminal.print(line);
    for (String reason : outcome.reasons()) {
      if (outcome.verdict() == RetrainOutcome.Verdict.REFUSED) {
        terminal.warn("Cannot train on " + outcome.data() + ": " + reason);
      } else {
        terminal.print("  " + reason);
      }
    }
    terminal.print("Report: " + result.report());
  }

  private static String jsonLine(RetrainRun.Result result, Instant begin) {
    RetrainOutcome outcome = result.outcome();
    JsonLine line =
        new JsonLine()
            .with("command", "retrain")
            .with("run", outcome.run())
            .with("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT))
            .with("reasons", outcome.reasons())
            .with("before", outcome.before() == 0 ? null : outcome.before())
            .with("candidate", outcome.candidate() == 0 ? null : outcome.candidate())
            .with("repeated", result.repeated())
            .with("rows", outcome.checks().rows())
            .with(
                "drifted",
                outcome.checks().columns().stream()
                    .filter(column -> column.drifted())
                    .map(column -> column.name())
                    .toList());
    outcome
        .comparison()
        .ifPresent(
            comparison ->
                line.with("rowsCompared", comparison.rows())
                    .with(
                        "metrics",
                        comparison.differences().stream().map(RetrainCommand::fields).toList()));
    return line.with("report", result.report())
        .with("seconds", Duration.between(begin, Instant.now()).toNanos() / 1e9)
        .render();
  }

  private static Map<String, Object> fields(PairedComparison.Difference difference) {
    return new JsonLine()
        .with("metric", difference.metric().key())
        .with("current", difference.current())
        .with("candidate", difference.candidate())
        .with("improvement", difference.improvement())
        .with("lower", difference.lower())
        .with("upper", difference.upper())
        .fields();
  }
}
