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
import static org.tributary.driver.cli.InputReader.SCORE_CSV;
import static org.tributary.driver.cli.InputReader.SCORE_JSON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.score.FlatModel;

/** Cells of the rows that {@code score} reads, for a model of a number x and a category color. */
final class ScoreCells {
  private ScoreCells() {}

  /** Writes the model, and returns its directory. */
  static Path model(Path directory) throws IOException {
    Path model = Files.createDirectory(directory.resolve("model"));
    ModelFiles.of(FlatModel.of()).write(file -> Files.newOutputStream(model.resolve(file)));
    return model;
  }

  private static BadInput bytes(InputReader reader, FaultKind fault, byte[] rows, String... words) {
    String format = reader == SCORE_CSV ? "csv" : "json";
    return BadInput.of(
        reader,
        fault,
        ExitCode.DATA,
        directory -> Scoring.of(model(directory), rows, "--format", format),
        words);
  }

  private static BadInput csv(FaultKind fault, String rows, String... words) {
    return bytes(SCORE_CSV, fault, rows.getBytes(StandardCharsets.UTF_8), words);
  }

  private static BadInput json(FaultKind fault, String rows, String... words) {
    return bytes(SCORE_JSON, fault, rows.getBytes(StandardCharsets.UTF_8), words);
  }

  /** A row that does not end, which is made when it is tried. */
  private static BadInput large(InputReader reader, String head, int digits, String... words) {
    String format = reader == SCORE_CSV ? "csv" : "json";
    return BadInput.of(
        reader,
        TOO_LARGE,
        ExitCode.DATA,
        directory ->
            Scoring.of(
                model(directory),
                (head + "1".repeat(digits)).getBytes(StandardCharsets.UTF_8),
                "--format",
                format),
        words);
  }

  static List<BadInput> csv() {
    String many = "1" + ",1".repeat(999_999);
    return List.of(
        csv(MALFORMED, "x,color\n\"1,red\n2,red\n", "row 1 (line 2)", "does not end"),
        csv(MALFORMED, "x,color\n\"1\"2,red\n", "row 1", "not CSV"),
        csv(TRUNCATED, "x,color\n1", "row 1 (line 2): it has 1 field (expected 2"),
        csv(OUT_OF_RANGE, "x,color\n1e999,red\n", "row 1 (line 2)", "1e999"),
        csv(OUT_OF_RANGE, "x,color\n1,blue\n", "row 1 (line 2)", "blue", "--unlearned accept"),
        csv(CONTRADICTORY, "x,color,x\n1,red,2\n", "named \"x\"", "rename"),
        csv(CONTRADICTORY, "x,color,prediction\n1,red,2\n", "prediction", "--columns predictions"),
        csv(TOO_LARGE, "x,color\n" + many + "\n", "row 1", "fields"),
        large(SCORE_CSV, "x,color\n\"", 70_000_000, "a record from line 2 on has more than"),
        csv(WRONG_TYPE, "x,color\nred,red\n", "row 1 (line 2)", "column x", "red"),
        bytes(
            SCORE_CSV,
            WRONG_ENCODING,
            "x,color\n1,gr\u00f6n\n".getBytes(StandardCharsets.ISO_8859_1),
            "UTF-8"),
        bytes(
            SCORE_CSV,
            WRONG_ENCODING,
            "x,color\n1,red\n".getBytes(StandardCharsets.UTF_16),
            "UTF-8"),
        csv(MISSING, "", "the input is empty"),
        csv(MISSING, "x\n1\n", "no column color", "columns: x"),
        unreadable(SCORE_CSV));
  }

  static List<BadInput> json() {
    return List.of(
        json(MALFORMED, "{\"x\" 1}\n", "row 1 (line 1)", "not JSON at column"),
        json(MALFORMED, "[1, 2]\n", "row 1 (line 1)", "not a JSON object"),
        json(TRUNCATED, "{\"x\": 1, \"col", "row 1 (line 1)", "not JSON"),
        json(OUT_OF_RANGE, "{\"x\": 1e999, \"color\": \"red\"}\n", "row 1 (line 1)", "column x"),
        json(CONTRADICTORY, "{\"x\": 1, \"x\": 2, \"color\": \"red\"}\n", "row 1 (line 1)", "x"),
        json(TOO_LARGE, "{\"x\": " + "[".repeat(20_000), "row 1 (line 1)", "nest"),
        json(
            TOO_LARGE,
            "{\"x\": " + "1".repeat(20_000) + "}",
            "row 1 (line 1)",
            "Number value length"),
        large(SCORE_JSON, "{\"x\": \"", 70_000_000, "line 1 has more than"),
        json(WRONG_TYPE, "{\"x\": {\"a\": 1}, \"color\": \"red\"}\n", "row 1", "column x"),
        bytes(
            SCORE_JSON,
            WRONG_ENCODING,
            "{\"x\": 1, \"color\": \"gr\u00f6n\"}".getBytes(StandardCharsets.ISO_8859_1),
            "UTF-8"),
        json(MISSING, "{\"x\": 1}\n", "row 1 (line 1)", "color"),
        unreadable(SCORE_JSON));
  }

  /** Standard input that is a directory. */
  private static BadInput unreadable(InputReader reader) {
    String format = reader == SCORE_CSV ? "csv" : "json";
    return BadInput.of(
        reader,
        NOT_PERMITTED,
        ExitCode.DATA,
        directory ->
            ShellProcess.in(directory)
                .run(
                    "\"$@\" < .",
                    MainProcess.command(
                        List.of(), "score", model(directory).toString(), "--format", format)),
        "directory");
  }
}
