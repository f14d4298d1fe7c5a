package org.tributary.driver.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.tributary.core.model.ModelException;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.score.RowFormat;
import org.tributary.driver.score.Unlearned;
import org.tributary.driver.score.WrittenColumns;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.InvalidConfiguration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The command line with {@code score} alone, which the launcher starts without Spark on the class
 * path: it begins to score within half a second. {@link Main} has the same command.
 */
@Command(name = "tributary")
public final class ScoreMain {
  @Option(
      names = StackTraces.OPTION,
      description = StackTraces.MEANING,
      scope = CommandLine.ScopeType.INHERIT)
  private boolean stackTrace;

  private ScoreMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = run(new ScoreCommand(), args);
    System.out.flush();
    System.err.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int run(ScoreCommand score, String... args) {
    Secrets.ofProcess().learn(List.of(args));
    ScoreMain main = new ScoreMain();
    CommandLine command =
        register(new CommandLine(main).addSubcommand(score))
            .setUsageHelpWidth(Main.HELP_WIDTH)
            .setParameterExceptionHandler((failure, all) -> refuse(failure))
            .setExecutionExceptionHandler(
                (failure, at, parsed) -> report(failure, at.getErr(), main.stackTrace));
    command
        .getSubcommands()
        .values()
        .forEach(
            each ->
                each.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(ExitCode.meanings()));
    try {
      return command.execute(args);
    } catch (Error fault) {
      return report(fault, command.getErr(), main.stackTrace);
    }
  }

  /** Adds the converters of the command's options. */
  static CommandLine register(CommandLine command) {
    return command
        .registerConverter(RowFormat.class, EnumConverter.of(RowFormat.class))
        .registerConverter(WrittenColumns.class, EnumConverter.of(WrittenColumns.class))
        .registerConverter(Unlearned.class, EnumConverter.of(Unlearned.class));
  }

  private static int refuse(ParameterException failure) {
    PrintWriter err = failure.getCommandLine().getErr();
    err.println(Printable.of(failure.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("See %s --help%n", failure.getCommandLine().getCommandSpec().qualifiedName());
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static int report(Throwable failure, PrintWriter err, boolean stackTrace) {
    ExitCode code = codeOf(failure);
    err.println(Printable.of(code == ExitCode.FAULT ? fault(failure) : failure.getMessage()));
    if (stackTrace) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      err.println(Printable.of(trace.toString()));
    }
    err.flush();
    return code.code();
  }

  private static ExitCode codeOf(Throwable failure) {
    if (failure instanceof InvalidConfiguration) {
      return ExitCode.USAGE;
    }
    return failure instanceof DataException
        ? ExitCode.DATA
        : failure instanceof ModelException ? ExitCode.MODEL : ExitCode.FAULT;
  }

  private static String fault(Throwable failure) {
    return failure instanceof OutOfMemoryError
        ? "Cannot continue: out of memory (%s); increase TRIBUTARY_HEAP".formatted(failure)
        : "Cannot continue: " + failure;
  }
}
