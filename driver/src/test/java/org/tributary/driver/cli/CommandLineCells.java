package org.tributary.driver.cli;

import static org.tributary.driver.cli.FaultKind.CONTRADICTORY;
import static org.tributary.driver.cli.FaultKind.MALFORMED;
import static org.tributary.driver.cli.FaultKind.MISSING;
import static org.tributary.driver.cli.FaultKind.NOT_PERMITTED;
import static org.tributary.driver.cli.FaultKind.OUT_OF_RANGE;
import static org.tributary.driver.cli.FaultKind.TOO_LARGE;
import static org.tributary.driver.cli.FaultKind.TRUNCATED;
import static org.tributary.driver.cli.FaultKind.WRONG_ENCODING;
import static org.tributary.driver.cli.FaultKind.WRONG_TYPE;

import java.util.ArrayList;
import java.util.List;

/** Cells of the arguments of every command. */
final class CommandLineCells {
  private static final String HUGE = "99999999999999999999";

  private CommandLineCells() {}

  private static BadInput line(FaultKind fault, List<String> words, String... args) {
    return new BadInput(
        InputReader.COMMAND_LINE,
        fault,
        directory -> CommandResult.of(args),
        ExitCode.USAGE,
        words);
  }

  /** A job that is whole but for one setting. */
  private static BadInput job(FaultKind fault, String command, String setting, String... words) {
    return line(
        fault,
        List.of(words),
        command,
        "data.path=x.csv",
        "data.label=y",
        "output.model=out",
        setting);
  }

  static List<BadInput> all() {
    List<BadInput> cells = new ArrayList<>();
    for (String command : Commands.ALL) {
      cells.add(line(MALFORMED, List.of("--nosuch"), command, "a", "b", "c", "--nosuch"));
    }
    for (String command : Commands.WITH_PATHS) {
      cells.add(line(MISSING, List.of("Missing", "See tributary " + command), command));
    }
    for (String command : Commands.WITH_JOBS) {
      cells.add(line(MISSING, List.of("Missing data.path"), command, "train.epochs=3"));
      cells.add(job(MALFORMED, command, "=", "expected key=value"));
      cells.add(job(TRUNCATED, command, "train.epochs", "train.epochs", "expected key=value"));
      cells.add(job(TRUNCATED, command, "data.columns={a", "data.columns"));
      cells.add(job(WRONG_TYPE, command, "train.epochs=x", "train.epochs", "x"));
      cells.add(job(TOO_LARGE, command, "train.epochs=" + HUGE, HUGE));
      cells.add(job(OUT_OF_RANGE, command, "train.epochs=0", "train.epochs"));
    }
    cells.add(
        line(
            CONTRADICTORY,
            List.of("--current", "--rollback"),
            "models",
            "m",
            "--current",
            "1",
            "--rollback"));
    cells.add(line(CONTRADICTORY, List.of("--rows", "--data"), "card", "m", "--rows", "all"));
    cells.add(line(OUT_OF_RANGE, List.of("--rows"), "bench", "order", "--rows", "0"));
    cells.add(line(OUT_OF_RANGE, List.of("--current"), "models", "m", "--current", "0"));
    cells.add(
        BadInput.of(
            InputReader.COMMAND_LINE,
            OUT_OF_RANGE,
            ExitCode.USAGE,
            directory ->
                CommandResult.of(
                    "verify", StoredFiles.model(directory).toString(), "--epochs", "5-2"),
            "--epochs: 5-2"));
    cells.add(line(TOO_LARGE, List.of("--rows"), "bench", "order", "--rows", HUGE));
    cells.add(line(WRONG_TYPE, List.of("--rows"), "gradient-check", "x", "--rows", "many"));
    cells.add(line(WRONG_TYPE, List.of("--existing"), "export", "m", "f", "--existing", "maybe"));
    cells.add(line(WRONG_TYPE, List.of("--delimiter"), "score", "m", "--delimiter", "semicolon"));
    cells.add(line(WRONG_ENCODING, List.of("\\u001b"), "train", "\u001b[2J=1"));
    cells.add(line(WRONG_ENCODING, List.of("x\\u0000.conf"), "flatten", "x\0.conf"));
    for (String command : List.of("inspect", "models", "card")) {
      cells.add(
          line(
              NOT_PERMITTED,
              List.of("train.epochs", "spark.hadoop."),
              command,
              "m",
              "train.epochs=3"));
    }
    return cells;
  }
}
