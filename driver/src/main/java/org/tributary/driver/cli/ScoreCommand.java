package org.tributary.driver.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tributary.core.model.ModelException;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.score.RowFormat;
import org.tributary.driver.score.RowScoring;
import org.tributary.driver.score.Unlearned;
import org.tributary.driver.score.WrittenColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary score}: predicts rows from standard input, without Spark. */
@Command(
    name = "score",
    description =
        "Read rows from standard input and write them with predictions to standard output."
            + " Does not start Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ScoreCommand implements Callable<Integer> {
  private static final String AUTO = "auto";

  private final InputStream in;
  private final OutputStream out;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's local directory.")
  private String path;

  @Option(
      names = "--format",
      defaultValue = "auto",
      description =
          "Format of the rows: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, JSON lines if"
              + " the first character is a brace).")
  private RowFormat format;

  @Option(
      names = "--delimiter",
      defaultValue = AUTO,
      description =
          "Delimiter of CSV: one character, tab, or auto to detect it from the header"
              + " (default: ${DEFAULT-VALUE}).")
  private String delimiter;

  @Option(
      names = "--columns",
      defaultValue = "all",
      description =
          "Columns to write: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, those of the"
              + " input and the prediction).")
  private WrittenColumns columns;

  @Option(
      names = "--unlearned",
      defaultValue = "refuse",
      description =
          "How to handle a category that the model has no input for: ${COMPLETION-CANDIDATES}"
              + " (default: ${DEFAULT-VALUE}).")
  private Unlearned unlearned;

  /** Scores from standard input to standard output. Not System.out, which hides failures. */
  ScoreCommand() {
    this(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }

  /** Scores from a stream to another one. */
  ScoreCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() {
    RowScoring.Options options = new RowScoring.Options(format, delimiter(), columns, unlearned);
    RowScoring scoring = new RowScoring(Scorer.load(local(path)), options);
    try {
      scoring.score(in, out);
    } finally {
      PrintWriter err = spec.commandLine().getErr();
      scoring.warnings().forEach(line -> err.println(Printable.of(line)));
      err.flush();
    }
    return ExitCode.OK.code();
  }

  private Optional<Character> delimiter() {
    return switch (delimiter) {
      case AUTO -> Optional.empty();
      case "tab" -> Optional.of('\t');
      default -> {
        boolean valid = delimiter.length() == 1 && "\"\r\n".indexOf(delimiter.charAt(0)) < 0;
        if (!valid) {
          throw new ParameterException(
              spec.commandLine(),
              "Invalid value for option '--delimiter': %s (expected one character, tab or auto)"
                  .formatted(delimiter));
        }
        yield Optional.of(delimiter.charAt(0));
      }
    };
  }

  private static Path local(String path) {
    String file = path.startsWith("file:") ? path.replaceFirst("file:(//)?", "") : path;
    if (file.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw new ModelException(
          "Cannot read model %s: score reads local directories; copy the model first, or use predict"
              .formatted(path));
    }
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new ModelException("Cannot read model %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
