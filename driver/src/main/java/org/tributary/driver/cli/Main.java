package org.tributary.driver.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code tributary}. */
@Command(
    name = "tributary",
    description = "Trains multi-layer perceptrons on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      GradientCheckCommand.class,
      InspectCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Exit codes:",
      "  0  all is well",
      "  1  a fault of the program or of the cluster",
      "  2  the command line or the configuration is wrong",
      "  3  the data cannot be read, or not as asked",
      "  4  the model cannot be read or written",
      "  5  training diverged: the loss is not a finite number",
      "  6  the gradient check found a difference"
    })
public final class Main {
  @Option(
      names = "--stacktrace",
      description = "Show where in the program an error arose.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean stackTrace;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = run(args);
    System.out.flush();
    System.err.flush();
    System.exit(code);
  }

  /** Runs a command and returns its exit code. */
  static int run(String... args) {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(
            (failure, command, parsed) ->
                Failures.report(failure, command.getErr(), main.stackTrace))
        .execute(args);
  }

  /** The version that the jar's manifest names. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Says the version of Tributary, Java and Spark. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "Tributary " + version(),
        "Java " + System.getProperty("java.version"),
        "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION()
      };
    }
  }
}
