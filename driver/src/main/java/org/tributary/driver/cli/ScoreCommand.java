package org.tributary.driver.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.config.StoredNotation;
import org.tributary.driver.score.CsvNotation;
import org.tributary.driver.score.RowFormat;
import org.tributary.driver.score.RowScoring;
import org.tributary.driver.score.Unlearned;
import org.tributary.driver.score.WrittenColumns;
import org.tributary.driver.spec.InvalidConfiguration;
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
  private final InputStream in;
  private final OutputStream out;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's local directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.csv.* that override those of the training job; KEY= unsets a setting.")
  private List<String> settings = List.of();

  @Option(
      names = "--format",
      defaultValue = "auto",
      description =
          "Format of the rows: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, JSON lines if"
              + " the first character is a brace).")
  private RowFormat format;

  @Option(
      names = "--delimiter",
      description =
          "Delimiter of CSV: one character, tab, or auto to detect it from the first line"
              + " (default: that of the training job if it separates the first line, else auto).")
  private Optional<String> delimiter = Optional.empty();

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
    requireDelimiter();
    requireCsv();
    Scorer scorer = Scorer.load(local(path));
    Model model = scorer.model();
    RowScoring scoring =
        new RowScoring(
            scorer, new RowScoring.Options(format, () -> notation(model), columns, unlearned));
    try {
      scoring.score(in, out);
    } finally {
      PrintWriter err = spec.commandLine().getErr();
      scoring.warnings().forEach(line -> err.println(Printable.of(line)));
      err.flush();
    }
    return ExitCode.OK.code();
  }

  private void requireDelimiter() {
    delimiter
        .filter(text -> !text.equals("auto") && !text.equals("tab"))
        .filter(text -> text.length() != 1 || "\"\r\n".indexOf(text.charAt(0)) >= 0)
        .ifPresent(
            text -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "Invalid value for option '--delimiter': %s (expected one character, tab or auto)"
                      .formatted(text));
            });
  }

  private void requireCsv() {
    boolean given = delimiter.isPresent() || !settings.isEmpty();
    if (given && format == RowFormat.JSON) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--format': json (expected csv or auto with %s)"
              .formatted(delimiter.isPresent() ? "--delimiter" : settings.get(0)));
    }
  }

  /** Returns how CSV is written: as in training, unless the command line tells. */
  private CsvNotation notation(Model model) {
    List<String> all = new ArrayList<>(settings);
    delimiter.ifPresent(text -> all.add("data.csv.delimiter=" + text));
    StoredNotation trained = trained(model);
    StoredNotation notation =
        all.isEmpty() ? trained : StoredNotation.of(model.provenance().configuration(), all);
    return new CsvNotation(notation.format(), notation.trainingDelimiter());
  }

  private StoredNotation trained(Model model) {
    try {
      return StoredNotation.of(model.provenance().configuration(), List.of());
    } catch (InvalidConfiguration e) {
      throw new ModelException(
          "Cannot read model %s: provenance.configuration is no job: %s"
              .formatted(path, e.problems().get(0)),
          e);
    }
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
