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

/** {@code tributary gradient-check}: holds backpropagation to central differences. */
@Command(
    name = "gradient-check",
    description =
        "Compare the gradient that a job trains by with central differences, in float64: with its"
            + " penalties, its smoothed labels and the dropout masks of one draw.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class GradientCheckCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CONF", description = "The configuration, a HOCON file.")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that replace those of the file; KEY= unsets one.")
  private List<String> overrides = List.of();

  @Option(
      names = "--rows",
      defaultValue = "24",
      description =
          "How many rows of the data to check on, at most; with many, few steps of relu stay clear"
              + " of a kink (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--parameters",
      defaultValue = "2000",
      description = "How many parameters to check, at most (default: ${DEFAULT-VALUE}).")
  private long parameters;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-7",
      description = "Largest relative difference to pass (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    requireSense();
    JobSpec job = Jobs.read(file, overrides).spec();
    GradientCheckRun run = new GradientCheckRun(job, (int) rows, (int) parameters);
    GradientCheckResult result =
        Sessions.during(
            "tributary gradient-check " + file,
            job,
            overrides,
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

  private void requireSense() {
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

  /** Returns what J holds beside the loss of the network as it is, by the keys that ask for it. */
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
