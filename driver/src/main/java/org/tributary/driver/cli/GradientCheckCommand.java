package org.tributary.driver.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tributary.core.network.Dropout;
import org.tributary.core.objective.GradientCheckResult;
import org.tributary.driver.run.GradientCheckRun;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.TrainSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary gradient-check}: compares backpropagation with central differences. */
@Command(
    name = "gradient-check",
    description =
        "Compare the gradient that a job uses for training with central differences, in"
            + " float64. Includes penalties, label smoothing and one draw of the dropout masks.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class GradientCheckCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description =
          "The configuration, a HOCON file. Without one, settings alone describe the job.")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that override those in the file; KEY= unsets a setting.")
  private List<String> overrides = List.of();

  @Option(
      names = "--rows",
      defaultValue = "24",
      description =
          "Maximum number of data rows to check on; with more rows, more derivatives are"
              + " skipped at kinks of relu (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--parameters",
      defaultValue = "2000",
      description = "Maximum number of parameters to check (default: ${DEFAULT-VALUE}).")
  private long parameters;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-7",
      description = "Largest allowed relative difference (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    requireValidOptions();
    JobArguments arguments = JobArguments.of(file, overrides);
    JobSpec job = arguments.read().spec();
    GradientCheckRun run = new GradientCheckRun(job, (int) rows, (int) parameters);
    GradientCheckResult result =
        Sessions.during(
            arguments.title("gradient-check"),
            job,
            arguments.overrides(),
            terminal,
            spark -> run.on(spark, subject -> introduce(job, subject)));
    terminal.print(result.toString());
    boolean passed = result.within(tolerance);
    terminal.print(
        String.format(
            Locale.ROOT,
            "%s: the largest relative difference is %s %.0e",
            passed ? "Passed" : "Failed",
            passed ? "within" : "above",
            tolerance));
    return passed ? ExitCode.OK.code() : ExitCode.GRADIENT.code();
  }

  private void requireValidOptions() {
    List<String> problems = new ArrayList<>();
    OptionRange.ROWS.check("--rows", rows, problems);
    OptionRange.PARAMETERS.check("--parameters", parameters, problems);
    if (!(tolerance > 0 && tolerance <= 1)) {
      problems.add(
          "Invalid --tolerance: %s (expected more than 0 and at most 1)".formatted(tolerance));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  private void introduce(JobSpec job, GradientCheckRun.Subject subject) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "%s, %,d parameters, %d rows of %s%s",
            subject.layout().topology(),
            subject.layout().size(),
            subject.rows(),
            job.data().path(),
            regularizers(job.train())));
  }

  /** Returns the regularization terms that J includes, with their configuration keys. */
  private static String regularizers(TrainSpec train) {
    Dropout dropout = train.regularization().dropout();
    List<String> parts = new ArrayList<>();
    add(parts, "l1", List.of(train.penalty().l1()));
    add(parts, "l2", List.of(train.penalty().l2()));
    add(parts, "dropout", dropout.hidden());
    add(parts, "inputDropout", List.of(dropout.inputs()));
    add(parts, "labelSmoothing", List.of(train.regularization().labelSmoothing()));
    return parts.isEmpty() ? "" : "; with " + String.join(", ", parts);
  }

  private static void add(List<String> parts, String key, List<Double> values) {
    if (values.stream().anyMatch(value -> value > 0)) {
      parts.add(key + " " + values.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
  }
}
