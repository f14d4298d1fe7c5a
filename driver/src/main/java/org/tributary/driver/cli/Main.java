package org.tributary.driver.cli;

import java.util.List;
import org.apache.spark.SparkUserAppException;
import org.tributary.driver.prediction.PredictionFormat;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.run.BuildVersion;
import org.tributary.driver.run.EvaluateRun;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.OutputSpec.Existing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
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
      RetrainCommand.class,
      ModelsCommand.class,
      ScoreCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      GradientCheckCommand.class,
      InspectCommand.class,
      CardCommand.class,
      FlattenCommand.class,
      BenchCommand.class
    })
public final class Main {
  static final int HELP_WIDTH = 100;

  @Option(
      names = StackTraces.OPTION,
      description = StackTraces.MEANING,
      scope = CommandLine.ScopeType.INHERIT)
  private boolean stackTrace;

  /**
   * Runs a command and ends the process with its exit code; under the application master of YARN,
   * returns to it.
   */
  public static void main(String[] args) throws SparkUserAppException {
    SparkPreload.jdk(List.of(args));
    StackTraces.follow(List.of(args));
    MemoryFaults.endProcess();
    endQuietly();
    SparkPreload.libraries(List.of(args));
    int code = run(args);
    System.out.flush();
    System.err.flush();
    ProcessEnd.with(code);
  }

  private static void endQuietly() {
    try {
      Sessions.endQuietly();
    } catch (InvalidConfiguration e) {
      int code = Failures.report(e, commandLine(new Main()).getErr(), StackTraces.areShown());
      // Hadoop's shutdown hook needs its configuration, too. Nothing else has been started.
      Runtime.getRuntime().halt(code);
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String... args) {
    Secrets.ofProcess().learn(List.of(args));
    Main main = new Main();
    CommandLine command = commandLine(main);
    try {
      return command.execute(args);
    } catch (Error fault) {
      return Failures.report(fault, command.getErr(), main.stackTrace);
    }
  }

  /** Returns the configured command line. */
  static CommandLine commandLine(Main main) {
    CommandLine command =
        ScoreMain.register(new CommandLine(main))
            .registerConverter(EvaluateRun.Rows.class, EnumConverter.of(EvaluateRun.Rows.class))
            .registerConverter(PredictionFormat.class, EnumConverter.of(PredictionFormat.class))
            .registerConverter(Existing.class, EnumConverter.of(Existing.class))
            .setUsageHelpWidth(HELP_WIDTH)
            .setParameterExceptionHandler((failure, all) -> Failures.refuse(failure))
            .setExecutionExceptionHandler(
                (failure, at, parsed) -> Failures.report(failure, at.getErr(), main.stackTrace));
    describe(command.getCommandSpec().usageMessage());
    command.getSubcommands().values().forEach(c -> describe(c.getCommandSpec().usageMessage()));
    return command;
  }

  private static void describe(UsageMessageSpec usage) {
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.meanings());
  }

  /** The version that the jar's manifest names. */
  static String version() {
    return BuildVersion.current();
  }

  /** Provides the versions of Tributary, Java and Spark. */
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
